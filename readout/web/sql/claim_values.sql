-- Values side by side
-- The dates, numbers or names that articles give, each with who gives it on whose word.
--
-- rows: coverage?claim=:claim&value__notblank=1
-- :claim: a claim's id
SELECT
  coverage.value,
  coverage.id,
  coverage.stance,
  coverage.article,
  articles.headline,
  outlets.name AS outlet_name,
  coverage.annotation_status,
  coverage.according_to,
  actors.name AS according_to_name,
  count(*) OVER (PARTITION BY coverage.value) AS articles
FROM coverage
JOIN articles ON articles.id = coverage.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = coverage.according_to
WHERE coverage.claim = :claim AND coverage.value IS NOT NULL
ORDER BY articles DESC, coverage.value, articles.published_earliest, coverage.id
