-- Frames
-- Which side of the matter each article puts first.
--
-- rows: article_frames
-- :story: a story's id
SELECT article_frames.*, outlets.name AS outlet_name, articles.outlet
FROM article_frames
JOIN articles ON articles.id = article_frames.article
JOIN outlets ON outlets.id = articles.outlet
WHERE articles.story = :story
ORDER BY articles.published_earliest, article_frames.article, article_frames."primary" DESC, article_frames.frame
