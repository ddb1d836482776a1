-- Concepts
-- Things that articles name differently.
--
-- rows: concepts?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM concepts_fts
  WHERE
    concepts_fts MATCH :match
    AND (
      :outlet || :first || :last = ''
      OR +concepts_fts.rowid IN (
        SELECT concepts.rowid FROM articles
        CROSS JOIN namings ON namings.article = articles.id
        CROSS JOIN concepts ON concepts.id = namings.concept
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
  concepts.id,
  concepts.title AS label,
  snippet(concepts_fts, -1, :open, :close, '…', 24) AS found,
  'concepts' AS page,
  concepts.id AS target,
  NULL AS detail,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN concepts_fts ON concepts_fts.rowid = best.record AND concepts_fts MATCH :match
LEFT JOIN concepts ON concepts.rowid = best.record
