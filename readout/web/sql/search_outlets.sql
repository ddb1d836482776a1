-- Outlets
-- Publications, under all their names.
--
-- rows: outlets?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
-- :words: the words without accents as a JSON list, with a space in front where a word must begin
WITH hits AS (
  SELECT outlets_fts.rowid AS record, rank, snippet(outlets_fts, -1, :open, :close, '…', 24) AS found
  FROM outlets_fts
  WHERE outlets_fts MATCH :match
  UNION ALL
  SELECT outlets.rowid, 0, :open || outlet_names.name || :close
  FROM outlet_names JOIN outlets ON outlets.id = outlet_names.outlet
  WHERE NOT EXISTS (
    SELECT 1 FROM json_each(:words) WHERE instr(' ' || plain_words(outlet_names.name), value) = 0
  )
  UNION ALL
  SELECT outlets.rowid, 0, :open || outlets.name || :close
  FROM outlets
  WHERE NOT EXISTS (
    SELECT 1 FROM json_each(:words) WHERE instr(' ' || plain_words(outlets.name), value) = 0
  )
)
SELECT
  outlets.id,
  outlets.name AS label,
  hits.found,
  'outlets' AS page,
  outlets.id AS target,
  outlets.kind AS detail,
  min(hits.rank) AS rank
FROM hits
JOIN outlets ON outlets.rowid = hits.record
WHERE
  (
    :outlet || :first || :last = ''
    OR EXISTS (
      SELECT 1 FROM articles
      WHERE
        articles.outlet = outlets.id
        AND (:outlet = '' OR articles.outlet = :outlet)
        AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
        AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
    )
  )
GROUP BY outlets.id
ORDER BY min(hits.rank), outlets.name, outlets.id
