-- Stories
-- Titles and summaries.
--
-- rows: stories?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM stories_fts
  WHERE
    stories_fts MATCH :match
    AND (
      :outlet || :first || :last = ''
      OR +stories_fts.rowid IN (
        SELECT stories.rowid FROM articles CROSS JOIN stories ON stories.id = articles.story
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
  stories.id,
  stories.title AS label,
  snippet(stories_fts, -1, :open, :close, '…', 24) AS found,
  'stories' AS page,
  stories.id AS target,
  NULL AS detail,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN stories_fts ON stories_fts.rowid = best.record AND stories_fts MATCH :match
LEFT JOIN stories ON stories.rowid = best.record
