-- Articles
-- Headlines, summaries and curators’ notes.
--
-- rows: articles?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM articles_fts
  WHERE
    articles_fts MATCH :match
    AND (
      :outlet || :first || :last = ''
      OR +articles_fts.rowid IN (
        SELECT articles.rowid FROM articles
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
  articles.id,
  articles.headline AS label,
  snippet(articles_fts, -1, :open, :close, '…', 24) AS found,
  'articles' AS page,
  articles.id AS target,
  NULL AS detail,
  articles.id AS article,
  articles.headline,
  articles.published,
  articles.status,
  articles.outlet,
  outlets.name AS outlet_name,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN articles_fts ON articles_fts.rowid = best.record AND articles_fts MATCH :match
LEFT JOIN articles ON articles.rowid = best.record
LEFT JOIN outlets ON outlets.id = articles.outlet
