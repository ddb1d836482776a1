-- Stances
-- Reasons for how articles stand towards actors.
--
-- rows: stances?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM stances_fts
  WHERE
    stances_fts MATCH :match
    AND (
      :outlet || :first || :last = ''
      OR +stances_fts.rowid IN (
        SELECT stances.rowid FROM articles CROSS JOIN stances ON stances.article = articles.id
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
  stances.id,
  actors.name AS label,
  snippet(stances_fts, -1, :open, :close, '…', 24) AS found,
  'actors' AS page,
  stances.toward AS target,
  stances.score AS detail,
  articles.id AS article,
  articles.headline,
  articles.published,
  articles.status,
  articles.outlet,
  outlets.name AS outlet_name,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN stances_fts ON stances_fts.rowid = best.record AND stances_fts MATCH :match
LEFT JOIN stances ON stances.rowid = best.record
LEFT JOIN articles ON articles.id = stances.article
LEFT JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = stances.toward
