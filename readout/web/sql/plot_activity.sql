-- Activity
-- How many articles appeared when; of a stretch of days its first counts.
--
-- rows: articles?story=:story
-- :story: a story's id, or nothing for all stories
WITH chosen AS (
  SELECT day, outlet, annotation_status FROM article_counts WHERE story = :story
  UNION ALL
  SELECT day, outlet, annotation_status FROM article_counts WHERE :story = ''
)
SELECT
  day,
  count(*) AS articles,
  count(DISTINCT outlet) AS outlets,
  sum(annotation_status = 'draft') AS drafts
FROM chosen
GROUP BY day
ORDER BY day
