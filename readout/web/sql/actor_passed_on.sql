-- Words that came through this actor
-- Quotes and claims that an article has at second hand, this actor being one of those who passed them on.
--
-- rows: quote_hops?actor=:actor
-- :actor: an actor's id
SELECT
  'quotes' AS kind,
  quotes.id,
  quotes.words,
  quotes.exact,
  quotes.speaker AS source,
  actors.name AS source_name,
  NULL AS claim,
  quotes.article,
  articles.headline,
  articles.published,
  articles.published_earliest,
  outlets.name AS outlet_name,
  articles.status AS annotation_status
FROM quote_hops
JOIN quotes ON quotes.id = quote_hops.quote
JOIN articles ON articles.id = quotes.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = quotes.speaker
WHERE quote_hops.actor = :actor
UNION ALL
SELECT
  'coverage',
  coverage.id,
  claims.statement,
  NULL,
  coverage.according_to,
  actors.name,
  coverage.claim,
  coverage.article,
  articles.headline,
  articles.published,
  articles.published_earliest,
  outlets.name,
  articles.status
FROM coverage_hops
JOIN coverage ON coverage.id = coverage_hops.coverage
JOIN claims ON claims.id = coverage.claim
JOIN articles ON articles.id = coverage.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = coverage.according_to
WHERE coverage_hops.actor = :actor
ORDER BY 11, 8, 1 DESC, 2
