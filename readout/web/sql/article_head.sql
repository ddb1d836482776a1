-- Article
-- Where the article stands and who answers for its annotation.
--
-- rows: articles?id=:article
-- :article: an article's id
SELECT
  articles.*,
  outlets.name AS outlet_name,
  stories.title AS story_title,
  origins.name AS wire_origin_name,
  printers.name AS republished_by_name,
  curators.name AS curator_name,
  reviewers.name AS reviewer_name
FROM articles
LEFT JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN stories ON stories.id = articles.story
LEFT JOIN outlets AS origins ON origins.id = articles.wire_origin
LEFT JOIN outlets AS printers ON printers.id = articles.republished_by
LEFT JOIN curators ON curators.id = articles.curator
LEFT JOIN curators AS reviewers ON reviewers.id = articles.reviewed_by
WHERE articles.id = :article
