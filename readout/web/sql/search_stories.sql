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
SELECT
  stories.id,
  stories.title AS label,
  snippet(stories_fts, -1, :open, :close, '…', 24) AS found,
  'stories' AS page,
  stories.id AS target,
  NULL AS detail
FROM stories_fts
JOIN stories ON stories.rowid = stories_fts.rowid
WHERE
  stories_fts MATCH :match
  AND (
    :outlet || :first || :last = ''
    OR EXISTS (
      SELECT 1 FROM articles
      WHERE
        articles.story = stories.id
        AND (:outlet = '' OR articles.outlet = :outlet)
        AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
        AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
    )
  )
ORDER BY stories_fts.rank
