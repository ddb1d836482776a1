-- Claims
-- Propositions, and notes on them.
--
-- rows: claims?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM claims_fts
  WHERE
    claims_fts MATCH :match
    AND (
      :outlet || :first || :last = ''
      OR +claims_fts.rowid IN (
        SELECT claims.rowid FROM articles
        CROSS JOIN coverage ON coverage.article = articles.id AND +coverage.stance <> 'absent'
        CROSS JOIN claims ON claims.id = coverage.claim
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
  claims.id,
  claims.statement AS label,
  snippet(claims_fts, -1, :open, :close, '…', 24) AS found,
  'claims' AS page,
  claims.id AS target,
  claims.kind AS detail,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN claims_fts ON claims_fts.rowid = best.record AND claims_fts MATCH :match
LEFT JOIN claims ON claims.rowid = best.record
