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
  outlets.name AS outlet_name
FROM namings_fts
JOIN namings ON namings.rowid = namings_fts.rowid
JOIN articles ON articles.id = namings.article
JOIN outlets ON outlets.id = articles.outlet
JOIN concepts ON concepts.id = namings.concept
WHERE
  namings_fts MATCH :match
  AND (:outlet = '' OR articles.outlet = :outlet)
  AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
  AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
ORDER BY namings_fts.rank
