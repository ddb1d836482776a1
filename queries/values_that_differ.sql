-- Dates, numbers and names that differ
-- Claims that carry a value, with what each article gives, where at least two give different ones.
--
-- :story: a story's id; leave it empty for all.
SELECT
  claims.statement,
  outlets.name AS outlet,
  coverage.value,
  actors.name AS according_to,
  coverage.article,
  coverage.annotation_status
FROM coverage
JOIN claims ON claims.id = coverage.claim
JOIN articles ON articles.id = coverage.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = coverage.according_to
WHERE
  coverage.value IS NOT NULL
  AND (:story = '' OR claims.story = :story)
  AND coverage.claim IN (SELECT claim FROM disagreements WHERE conflict = 'value')
ORDER BY claims.statement, coverage.value, outlets.name
