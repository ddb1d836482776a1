-- Claim matrix
-- Every claim of a story against every article of it: what the article does with the claim. "absent"
-- is a finding, "not checked" means that nobody looked, "too early" that the article could not have
-- known. The three are never the same.
--
-- claim: The claim's id.
-- statement: The claim.
-- kind: What sort of proposition it is.
-- article: The article's id.
-- outlet: The outlet's id.
-- outlet_name: The outlet.
-- cell: asserts, attributes, disputes, denies, absent, not checked, or too early.
-- according_to: Whose word the article takes or reports.
-- value: The date, number or name that the article gives.
-- distance: How far the article stands off from it.
-- note: Why, where it is not plain.
-- coverage: The id of the row behind the cell, in the table coverage.
-- annotation_status: How far the annotation of the article has come: draft or reviewed.
-- story: The story's id.
-- sort: claim
SELECT
  claims.id AS claim,
  claims.statement,
  claims.kind,
  articles.id AS article,
  articles.outlet,
  outlets.name AS outlet_name,
  CASE
    WHEN coverage.stance IS NOT NULL THEN coverage.stance
    WHEN articles.published_latest < claims.known_from_earliest THEN 'too early'
    ELSE 'not checked'
  END AS cell,
  actors.name AS according_to,
  coverage.value,
  coverage.distance,
  coverage.note,
  coverage.id AS coverage,
  articles.status AS annotation_status,
  claims.story
FROM claims
JOIN articles ON articles.story = claims.story
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN coverage ON coverage.claim = claims.id AND coverage.article = articles.id
LEFT JOIN actors ON actors.id = coverage.according_to
