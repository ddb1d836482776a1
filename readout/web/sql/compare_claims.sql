-- Claims
-- What each of them does with the claims of the story: first those on which they differ. What was not checked is no difference.
--
-- rows: claim_matrix?story=:story
-- :by: article or outlet, what the ids are of
-- :ids: the ids as a JSON list
-- :story: a story's id, or nothing for all
-- :only: differ, to leave out the claims on which they agree; or nothing
WITH chosen AS MATERIALIZED (
  SELECT asked.value AS side, articles.id AS article
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.id = asked.value
  WHERE :by = 'article' AND (:story = '' OR articles.story = :story)
  UNION ALL
  SELECT asked.value, articles.id
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.outlet = asked.value
  WHERE :by = 'outlet' AND (:story = '' OR articles.story = :story)
),
stated AS (
  SELECT
    coverage.claim,
    chosen.side,
    max(coverage.stance = 'asserts') + 2 * max(coverage.stance = 'attributes') + 4 * max(coverage.stance = 'disputes')
    + 8 * max(coverage.stance = 'denies') + 16 * max(coverage.stance = 'absent') AS stances,
    max(coverage.stance IN ('asserts', 'attributes')) AS taken,
    max(coverage.stance IN ('disputes', 'denies')) AS contested
  FROM chosen
  CROSS JOIN coverage ON coverage.article = chosen.article
  GROUP BY coverage.claim, chosen.side
),
given AS (
  SELECT
    coverage.claim,
    CASE
      WHEN claims.value_type = 'date' THEN max(coverage.value_earliest) > min(coverage.value_latest)
      WHEN claims.value_type = 'number' THEN max(coverage.value_number) <> min(coverage.value_number)
      WHEN claims.value_type IN ('name', 'text') THEN count(DISTINCT lower(coverage.value)) > 1
    END AS differ
  FROM chosen
  CROSS JOIN coverage ON coverage.article = chosen.article
  CROSS JOIN claims ON claims.id = coverage.claim
  WHERE coverage.stance <> 'absent'
  GROUP BY coverage.claim
),
looked AS (
  SELECT
    stated.claim,
    count(*) AS checked,
    sum(stated.taken OR stated.contested) AS carried,
    count(DISTINCT stated.stances) > 1 AS stances_differ,
    max(stated.taken) AND max(stated.contested) AS in_conflict
  FROM stated
  GROUP BY stated.claim
)
SELECT
  claims.id AS claim,
  claims.statement,
  claims.kind,
  claims.story,
  coalesce(looked.checked, 0) AS checked,
  coalesce(looked.carried, 0) AS carried,
  coalesce(looked.in_conflict, 0) AS in_conflict,
  coalesce(given.differ, 0) AS values_differ,
  coalesce(looked.stances_differ, 0) AS stances_differ
FROM claims
LEFT JOIN looked ON looked.claim = claims.id
LEFT JOIN given ON given.claim = claims.id
WHERE
  claims.story IN (SELECT articles.story FROM articles JOIN chosen ON chosen.article = articles.id)
  AND (:only = '' OR looked.in_conflict OR looked.stances_differ OR given.differ)
ORDER BY
  coalesce(looked.in_conflict, 0) DESC, coalesce(given.differ, 0) DESC,
  coalesce(looked.stances_differ, 0) DESC, coalesce(looked.carried, 0) DESC, coalesce(looked.checked, 0) DESC, claims.id
