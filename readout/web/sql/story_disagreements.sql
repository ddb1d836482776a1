-- Disagreements
-- Claims on which articles conflict: some take the claim or pass it on and others dispute or deny it, or they give values that can't both be right.
--
-- rows: disagreements?story=:story&_facet=conflict
-- :story: a story's id
WITH conflicts AS (
  SELECT
    claims.id AS claim,
    sum(coverage.stance IN ('asserts', 'attributes')) > 0 AND sum(coverage.stance IN ('disputes', 'denies')) > 0 AS stances
  FROM claims
  JOIN coverage ON coverage.claim = claims.id AND coverage.stance <> 'absent'
  WHERE claims.story = :story
  GROUP BY claims.id
  HAVING
    stances
    OR (claims.value_type = 'date' AND max(coverage.value_earliest) > min(coverage.value_latest))
    OR (claims.value_type = 'number' AND min(coverage.value_number) <> max(coverage.value_number))
    OR (claims.value_type IN ('name', 'text') AND count(DISTINCT lower(coverage.value)) > 1)
)
SELECT
  claims.id AS claim,
  claims.statement,
  CASE WHEN conflicts.stances THEN 'stance' ELSE 'value' END AS conflict,
  coverage.article,
  outlets.name AS outlet_name,
  coverage.stance,
  coverage.value,
  actors.name AS according_to,
  coverage.annotation_status,
  coverage.id AS coverage
FROM conflicts
JOIN claims ON claims.id = conflicts.claim
JOIN coverage ON coverage.claim = conflicts.claim AND coverage.stance <> 'absent'
JOIN articles ON articles.id = coverage.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = coverage.according_to
WHERE conflicts.stances OR coverage.value IS NOT NULL
ORDER BY
  conflicts.stances DESC, claims.id, coverage.stance IN ('asserts', 'attributes'), articles.published_earliest, articles.id
