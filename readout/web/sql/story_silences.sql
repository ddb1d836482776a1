-- Left out
-- Claims that other articles carry, and that a curator looked for here and did not find.
--
-- rows: silences?story=:story&_facet=outlet&_facet=kind
-- :story: a story's id
WITH carried AS (
  SELECT claims.id AS claim, claims.statement, sum(coverage.stance <> 'absent') AS carried_by, count(*) AS looked_at
  FROM claims
  JOIN coverage ON coverage.claim = claims.id
  WHERE claims.story = :story
  GROUP BY claims.id
)
SELECT
  coverage.article,
  articles.outlet,
  outlets.name AS outlet_name,
  coverage.annotation_status,
  carried.claim,
  carried.statement,
  carried.carried_by,
  carried.looked_at
FROM carried
JOIN coverage ON coverage.claim = carried.claim AND coverage.stance = 'absent'
JOIN articles ON articles.id = coverage.article
JOIN outlets ON outlets.id = articles.outlet
WHERE carried.carried_by > 0
ORDER BY outlets.name, coverage.article, carried.carried_by DESC, carried.claim
