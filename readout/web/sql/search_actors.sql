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
WITH
names AS (
  SELECT id AS record, name FROM actors
  UNION ALL
  SELECT actor, name FROM actor_names
),
hits AS (
  SELECT actors.id AS record, rank AS score, NULL AS found
  FROM actors_fts JOIN actors ON actors.rowid = actors_fts.rowid
  WHERE actors_fts MATCH :match
  UNION ALL
  SELECT record, -20 + length(name) / 100.0, :open || name || :close
  FROM names
  WHERE NOT EXISTS (SELECT 1 FROM json_each(:words) WHERE instr(' ' || plain_words(names.name), value) = 0)
),
candidates AS MATERIALIZED (
  SELECT record, min(score) AS score, found
  FROM hits
  WHERE
    (
      :outlet || :first || :last = ''
      OR hits.record IN (
        SELECT source_counts.speaker FROM articles CROSS JOIN source_counts ON source_counts.article = articles.id
        WHERE
          (articles.outlet BETWEEN :outlet AND iif(:outlet = '', '~', :outlet) OR (:outlet = '' AND articles.outlet IS NULL))
          AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
          AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
      )
    )
  GROUP BY record
  LIMIT 20000
),
best AS MATERIALIZED (
  SELECT actors.rowid AS number, actors.id, actors.name, actors.office, candidates.found
  FROM candidates
  JOIN actors ON actors.id = candidates.record
  ORDER BY candidates.score, actors.name, actors.id
  LIMIT 500
)
SELECT
  best.id,
  best.name AS label,
  coalesce(best.found, (
    SELECT snippet(actors_fts, -1, :open, :close, '…', 24) FROM actors_fts
    WHERE actors_fts.rowid = best.number AND actors_fts MATCH :match
  )) AS found,
  'actors' AS page,
  best.id AS target,
  best.office AS detail,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
