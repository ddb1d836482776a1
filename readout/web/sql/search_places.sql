-- Places
-- Where outlets are, and where events took place, under all their names.
--
-- rows: places?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
-- :words: the words without accents as a JSON list, with a space in front where a word must begin
WITH hits AS (
  SELECT places_fts.rowid AS record, rank, snippet(places_fts, -1, :open, :close, '…', 24) AS found
  FROM places_fts
  WHERE places_fts MATCH :match
  UNION ALL
  SELECT places.rowid, 0, :open || place_names.name || :close
  FROM place_names JOIN places ON places.id = place_names.place
  WHERE NOT EXISTS (
    SELECT 1 FROM json_each(:words) WHERE instr(' ' || plain_words(place_names.name), value) = 0
  )
  UNION ALL
  SELECT places.rowid, 0, :open || places.name || :close
  FROM places
  WHERE NOT EXISTS (
    SELECT 1 FROM json_each(:words) WHERE instr(' ' || plain_words(places.name), value) = 0
  )
)
SELECT
  places.id,
  places.name AS label,
  hits.found,
  NULL AS page,
  places.id AS target,
  places.kind AS detail,
  min(hits.rank) AS rank
FROM hits
JOIN places ON places.rowid = hits.record
WHERE
  (
    :outlet || :first || :last = ''
    OR EXISTS (
      SELECT 1 FROM events
      JOIN mentions ON mentions.event = events.id
      JOIN articles ON articles.id = mentions.article
      WHERE
        events.place = places.id
        AND (:outlet = '' OR articles.outlet = :outlet)
        AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
        AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
    )
  )
GROUP BY places.id
ORDER BY min(hits.rank), places.name, places.id
