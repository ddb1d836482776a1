-- Frames
-- Which sides of the matter they put first.
--
-- rows: article_frames
-- :by: article or outlet, what the ids are of
-- :ids: the ids as a JSON list
-- :story: a story's id, or nothing for all
WITH chosen AS MATERIALIZED (
  SELECT asked.value AS side, articles.id AS article
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.id = asked.value
  WHERE :by = 'article' AND (:story = '' OR articles.story = :story)
  UNION ALL
  SELECT asked.value, articles.id
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.outlet = asked.value
  WHERE :by = 'outlet' AND (:story = '' OR articles.story = :story)
)
SELECT
  article_frames.frame,
  chosen.side,
  article_frames.article,
  article_frames."primary" AS main,
  article_frames.reason,
  article_frames.annotation_status,
  article_frames.id AS row
FROM chosen
CROSS JOIN article_frames ON article_frames.article = chosen.article
ORDER BY
  count(*) OVER (PARTITION BY article_frames.frame) DESC, article_frames.frame, article_frames."primary" DESC, article_frames.article
