-- Terms
-- What articles call things, and notes on it.
--
-- rows: namings?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM namings_fts
  WHERE
    namings_fts MATCH :match
    AND (
      :outlet || :first || :last = ''
      OR +namings_fts.rowid IN (
        SELECT namings.rowid FROM articles CROSS JOIN namings ON namings.article = articles.id
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
  namings.id,
  concepts.title AS label,
  snippet(namings_fts, -1, :open, :close, '…', 24) AS found,
  'concepts' AS page,
  namings.concept AS target,
  namings.voice AS detail,
  articles.id AS article,
  articles.headline,
  articles.published,
  articles.status,
  articles.outlet,
  outlets.name AS outlet_name,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN namings_fts ON namings_fts.rowid = best.record AND namings_fts MATCH :match
LEFT JOIN namings ON namings.rowid = best.record
LEFT JOIN articles ON articles.id = namings.article
LEFT JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN concepts ON concepts.id = namings.concept
