-- Relations to other claims
-- How this claim stands to others, and they to it, with the reason.
--
-- rows: claim_relations?_where=':claim'+IN+(claim,other)
-- :claim: a claim's id
SELECT
  claim_relations.id, claim_relations.relation, claim_relations.note, 'from' AS direction,
  claims.id AS other, claims.statement
FROM claim_relations
JOIN claims ON claims.id = claim_relations.other
WHERE claim_relations.claim = :claim
UNION ALL
SELECT
  claim_relations.id, claim_relations.relation, claim_relations.note, 'to',
  claims.id, claims.statement
FROM claim_relations
JOIN claims ON claims.id = claim_relations.claim
WHERE claim_relations.other = :claim
ORDER BY 2, 4, 5
