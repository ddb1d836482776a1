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
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM coverage_fts
  WHERE
    coverage_fts MATCH :match
    AND (
      :outlet || :first || :last = ''
      OR +coverage_fts.rowid IN (
        SELECT coverage.rowid FROM articles CROSS JOIN coverage ON coverage.article = articles.id
        WHERE
          (articles.outlet BETWEEN :outlet AND iif(:outlet = '', '~', :outlet) OR (:outlet = '' AND articles.outlet IS NULL))
          AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
          AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
      )
    )
  LIMIT 20000
),
best AS (SELECT record, score FROM candidates ORDER BY score, record LIMIT 500)
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
  outlets.name AS outlet_name,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN coverage_fts ON coverage_fts.rowid = best.record AND coverage_fts MATCH :match
LEFT JOIN coverage ON coverage.rowid = best.record
LEFT JOIN articles ON articles.id = coverage.article
LEFT JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN claims ON claims.id = coverage.claim
