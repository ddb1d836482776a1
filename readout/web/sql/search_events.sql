-- Events
-- Titles, and notes on them.
--
-- rows: events?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
SELECT
  events.id,
  events.title AS label,
  snippet(events_fts, -1, :open, :close, '…', 24) AS found,
  'events' AS page,
  events.id AS target,
  events.date AS detail
FROM events_fts
JOIN events ON events.rowid = events_fts.rowid
WHERE
  events_fts MATCH :match
  AND (
    :outlet || :first || :last = ''
    OR EXISTS (
      SELECT 1 FROM mentions JOIN articles ON articles.id = mentions.article
      WHERE
        mentions.event = events.id
        AND (:outlet = '' OR articles.outlet = :outlet)
        AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
        AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
    )
  )
ORDER BY events_fts.rank
