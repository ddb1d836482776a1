-- Activity
-- How many articles appeared when; of a stretch of days its first counts.
--
-- rows: articles?story=:story
-- :story: a story's id, or nothing for all stories
SELECT
  CASE WHEN articles.published GLOB '[0-9][0-9][0-9][0-9]*' THEN
    rtrim(
      substr(
        CASE
          WHEN instr(articles.published, '/') > 0 THEN substr(articles.published, 1, instr(articles.published, '/') - 1)
          ELSE articles.published
        END, 1, 10
      ), '?~%'
    )
  END AS day,
  count(*) AS articles,
  count(DISTINCT articles.outlet) AS outlets,
  sum(articles.status = 'draft') AS drafts
FROM articles
WHERE :story = '' OR articles.story = :story
GROUP BY 1
ORDER BY 1
