-- What it leaves out
-- Claims that a curator looked for in this article and did not find; first those that most others carry.
--
-- rows: coverage?article=:article&stance=absent
-- :article: an article's id
WITH pieces AS (
  SELECT annotation, exact, "start", seq FROM evidence
  WHERE article = :article AND kind = 'coverage'
  ORDER BY annotation, "start", seq
),

words AS (SELECT annotation, group_concat(exact, ' … ') AS evidence FROM pieces GROUP BY annotation)

SELECT
  coverage.id,
  coverage.claim,
  coverage.note,
  coverage.suggested,
  coverage.annotation_status,
  claims.statement,
  words.evidence,
  (
    SELECT count(*) FROM coverage AS others
    WHERE others.claim = coverage.claim AND others.stance <> 'absent'
  ) AS carried_by,
  (SELECT count(*) FROM coverage AS others WHERE others.claim = coverage.claim) AS looked_at
FROM coverage
JOIN claims ON claims.id = coverage.claim
LEFT JOIN words ON words.annotation = coverage.id
WHERE coverage.article = :article AND coverage.stance = 'absent'
ORDER BY carried_by DESC, coverage.claim
