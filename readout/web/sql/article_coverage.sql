-- Claims
-- What the article does with each claim that it carries, in the order of the text.
--
-- rows: coverage?article=:article
-- :article: an article's id
WITH pieces AS (
  SELECT annotation, exact, "start", seq FROM evidence
  WHERE article = :article AND kind = 'coverage'
  ORDER BY annotation, "start", seq
),

words AS (
  SELECT annotation, group_concat(exact, ' … ') AS evidence, min("start") AS "start" FROM pieces GROUP BY annotation
)

SELECT
  coverage.*,
  claims.statement,
  actors.name AS according_to_name,
  words.evidence,
  (
    SELECT json_group_array(json_array(id, name)) FROM (
      SELECT actors.id, actors.name FROM coverage_hops
      JOIN actors ON actors.id = coverage_hops.actor
      WHERE coverage_hops.coverage = coverage.id ORDER BY coverage_hops.seq
    )
  ) AS hops
FROM coverage
JOIN claims ON claims.id = coverage.claim
LEFT JOIN actors ON actors.id = coverage.according_to
LEFT JOIN words ON words.annotation = coverage.id
WHERE coverage.article = :article AND coverage.stance <> 'absent'
ORDER BY words."start" IS NULL, words."start", coverage.rowid
