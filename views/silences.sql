-- Silences
-- What an article leaves out and others carry: claims that a curator looked for in the article and
-- did not find, while at least one other article of the story has them.
--
-- article: The article's id.
-- outlet: The outlet's id.
-- outlet_name: The outlet.
-- claim: The claim's id.
-- statement: The claim.
-- kind: What sort of proposition it is.
-- carried_by: How many other articles carry the claim, in whatever stance.
-- looked_at: How many articles of the story were looked at for it.
-- annotation_status: How far the annotation of the article has come: draft or reviewed.
-- story: The story's id.
SELECT
  coverage.article,
  articles.outlet,
  outlets.name AS outlet_name,
  coverage.claim,
  claims.statement,
  claim_counts.kind,
  claim_counts.carried_by,
  claim_counts.looked_at,
  articles.status AS annotation_status,
  claim_counts.story
FROM coverage
JOIN claim_counts ON claim_counts.claim = coverage.claim AND claim_counts.carried_by > 0
JOIN articles ON articles.id = coverage.article
LEFT JOIN claims ON claims.id = coverage.claim
JOIN outlets ON outlets.id = articles.outlet
WHERE coverage.stance || '' = 'absent'  -- not from the index: an article, a claim or a story says more than this does
