-- Actors
-- People, organisations and states, under all their names.
--
-- rows: actors?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
-- :words: the words without accents as a JSON list, with a space in front where a word must begin
WITH hits AS (
  SELECT actors_fts.rowid AS record, rank, snippet(actors_fts, -1, :open, :close, '…', 24) AS found
  FROM actors_fts
  WHERE actors_fts MATCH :match
  UNION ALL
  SELECT actors.rowid, 0, :open || actor_names.name || :close
  FROM actor_names JOIN actors ON actors.id = actor_names.actor
  WHERE NOT EXISTS (
    SELECT 1 FROM json_each(:words) WHERE instr(' ' || plain_words(actor_names.name), value) = 0
  )
  UNION ALL
  SELECT actors.rowid, 0, :open || actors.name || :close
  FROM actors
  WHERE NOT EXISTS (
    SELECT 1 FROM json_each(:words) WHERE instr(' ' || plain_words(actors.name), value) = 0
  )
)
SELECT
  actors.id,
  actors.name AS label,
  hits.found,
  'actors' AS page,
  actors.id AS target,
  actors.office AS detail,
  min(hits.rank) AS rank
FROM hits
JOIN actors ON actors.rowid = hits.record
WHERE
  (
    :outlet || :first || :last = ''
    OR EXISTS (
      SELECT 1 FROM quotes JOIN articles ON articles.id = quotes.article
      WHERE
        quotes.speaker = actors.id
        AND (:outlet = '' OR articles.outlet = :outlet)
        AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
        AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
    )
  )
GROUP BY actors.id
ORDER BY min(hits.rank), actors.name, actors.id
