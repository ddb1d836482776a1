-- Findings on claims
-- Notes on what articles do with claims.
--
-- rows: coverage?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
SELECT
  coverage.id,
  claims.statement AS label,
  snippet(coverage_fts, -1, :open, :close, '…', 24) AS found,
  'claims' AS page,
  coverage.claim AS target,
  coverage.stance AS detail,
  articles.id AS article,
  articles.headline,
  articles.published,
  articles.status,
  articles.outlet,
  outlets.name AS outlet_name
FROM coverage_fts
JOIN coverage ON coverage.rowid = coverage_fts.rowid
JOIN articles ON articles.id = coverage.article
JOIN outlets ON outlets.id = articles.outlet
JOIN claims ON claims.id = coverage.claim
WHERE
  coverage_fts MATCH :match
  AND (:outlet = '' OR articles.outlet = :outlet)
  AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
  AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
ORDER BY coverage_fts.rank
