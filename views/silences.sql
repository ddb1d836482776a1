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
-- facets: story, outlet, kind
-- sort: article
SELECT
  coverage.article,
  articles.outlet,
  outlets.name AS outlet_name,
  coverage.claim,
  claims.statement,
  claims.kind,
  (
    SELECT count(*) FROM coverage AS others
    WHERE others.claim = coverage.claim AND others.stance <> 'absent'
  ) AS carried_by,
  (SELECT count(*) FROM coverage AS others WHERE others.claim = coverage.claim) AS looked_at,
  articles.status AS annotation_status,
  claims.story
FROM coverage
JOIN articles ON articles.id = coverage.article
JOIN outlets ON outlets.id = articles.outlet
JOIN claims ON claims.id = coverage.claim
WHERE
  coverage.stance = 'absent'
  AND EXISTS (
    SELECT 1 FROM coverage AS others
    WHERE others.claim = coverage.claim AND others.stance <> 'absent'
  )
