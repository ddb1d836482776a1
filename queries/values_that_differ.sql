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
FROM claim_counts
JOIN claims ON claims.id = claim_counts.claim
JOIN coverage ON coverage.claim = claim_counts.claim
JOIN articles ON articles.id = coverage.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = coverage.according_to
WHERE
  claim_counts.values_differ = 1
  AND claim_counts.story BETWEEN :story AND iif(:story = '', '~', :story)  -- ~ comes after every id
  AND coverage.value IS NOT NULL
ORDER BY claim_counts.claim, coverage.value, outlets.name
