-- Mentions of events
-- Notes on what articles say of events.
--
-- rows: mentions?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
SELECT
  mentions.id,
  events.title AS label,
  snippet(mentions_fts, -1, :open, :close, '…', 24) AS found,
  'events' AS page,
  mentions.event AS target,
  mentions.status AS detail,
  articles.id AS article,
  articles.headline,
  articles.published,
  articles.status,
  articles.outlet,
  outlets.name AS outlet_name
FROM mentions_fts
JOIN mentions ON mentions.rowid = mentions_fts.rowid
JOIN articles ON articles.id = mentions.article
JOIN outlets ON outlets.id = articles.outlet
JOIN events ON events.id = mentions.event
WHERE
  mentions_fts MATCH :match
  AND (:outlet = '' OR articles.outlet = :outlet)
  AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
  AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
ORDER BY mentions_fts.rank
