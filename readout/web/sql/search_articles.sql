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
  outlets.name AS outlet_name
FROM articles_fts
JOIN articles ON articles.rowid = articles_fts.rowid
JOIN outlets ON outlets.id = articles.outlet
WHERE
  articles_fts MATCH :match
  AND (:outlet = '' OR articles.outlet = :outlet)
  AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
  AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
ORDER BY articles_fts.rank
