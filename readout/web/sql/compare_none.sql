-- What all of them leave out
-- Claims that a curator looked for in each of them and found in none, with how many other articles carry them.
--
-- rows: silences?story=:story
-- :by: article or outlet, what the ids are of
-- :ids: the ids as a JSON list
-- :story: a story's id, or nothing for all
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
  claims.id AS claim,
  claims.statement,
  claims.kind,
  (SELECT count(*) FROM coverage AS every WHERE every.claim = claims.id AND every.stance <> 'absent') AS carried_by,
  (SELECT count(*) FROM coverage AS every WHERE every.claim = claims.id) AS looked_at
FROM chosen
CROSS JOIN coverage ON coverage.article = chosen.article
JOIN claims ON claims.id = coverage.claim
GROUP BY claims.id
HAVING
  sum(coverage.stance <> 'absent') = 0 AND count(DISTINCT chosen.side) = (SELECT count(DISTINCT side) FROM chosen)
ORDER BY carried_by DESC, claims.id
