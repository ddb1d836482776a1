-- Frames
-- Which sides of the matter its articles put first.
--
-- rows: article_frames?_where=article+IN+(SELECT+id+FROM+articles+WHERE+outlet=':outlet')
-- :outlet: an outlet's id
SELECT
  article_frames.frame,
  sum(article_frames."primary") AS main,
  count(*) AS articles,
  count(DISTINCT CASE WHEN articles.status = 'draft' THEN articles.id END) AS drafts,
  (
    SELECT count(DISTINCT framed.article) FROM article_frames AS framed
    WHERE framed.article IN (SELECT id FROM articles WHERE outlet = :outlet)
  ) AS articles_framed
FROM articles
JOIN article_frames ON article_frames.article = articles.id
WHERE articles.outlet = :outlet
GROUP BY article_frames.frame
ORDER BY main DESC, articles DESC, article_frames.frame
