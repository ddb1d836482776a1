-- Cells
-- What each of the articles does with the claims, with its evidence.
--
-- :by: article or outlet, what the ids are of
-- :ids: the ids as a JSON list
-- :story: a story's id, or nothing for all
-- :claims: claims' ids as a JSON list
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
)
SELECT
  chosen.side,
  claims.id AS claim,
  chosen.article,
  CASE
    WHEN coverage.stance IS NOT NULL THEN coverage.stance
    WHEN articles.published_latest < claims.known_from_earliest THEN 'too early'
    ELSE 'not checked'
  END AS cell,
  coverage.value,
  coverage.according_to AS actor,
  actors.name AS according_to,
  coverage.distance,
  coverage.note,
  coverage.id AS coverage,
  articles.status AS annotation_status,
  (
    SELECT group_concat(exact, ' … ')
    FROM (
      SELECT evidence.exact FROM evidence
      WHERE evidence.annotation = coverage.id AND evidence.kind = 'coverage' ORDER BY evidence.seq
    )
  ) AS evidence
FROM json_each(:claims) AS asked
JOIN claims ON claims.id = asked.value
JOIN articles ON articles.story = claims.story
JOIN chosen ON chosen.article = articles.id
LEFT JOIN coverage ON coverage.claim = claims.id AND coverage.article = chosen.article
LEFT JOIN actors ON actors.id = coverage.according_to
ORDER BY claims.id, articles.published_earliest, chosen.article
