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
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM events_fts
  WHERE
    events_fts MATCH :match
    AND (
      :outlet || :first || :last = ''
      OR +events_fts.rowid IN (
        SELECT events.rowid FROM articles
        CROSS JOIN mentions ON mentions.article = articles.id
        CROSS JOIN events ON events.id = mentions.event
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
  events.id,
  events.title AS label,
  snippet(events_fts, -1, :open, :close, '…', 24) AS found,
  'events' AS page,
  events.id AS target,
  events.date AS detail,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN events_fts ON events_fts.rowid = best.record AND events_fts MATCH :match
LEFT JOIN events ON events.rowid = best.record
