-- Articles to choose from
-- The articles, those that appeared last first.
--
-- rows: articles
-- :story: a story's id, or nothing for all
SELECT
  articles.id,
  articles.headline,
  articles.published,
  articles.outlet,
  outlets.name AS outlet_name,
  articles.status AS annotation_status
FROM articles
LEFT JOIN outlets ON outlets.id = articles.outlet
WHERE :story = '' OR articles.story = :story
ORDER BY articles.published_earliest DESC, articles.id
