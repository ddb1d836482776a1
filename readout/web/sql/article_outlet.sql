-- The outlet
-- Who publishes the article.
--
-- rows: outlets?id=:outlet
-- :outlet: an outlet's id
SELECT
  outlets.*,
  places.name AS country_name,
  actors.name AS owner_name,
  vocabularies.meaning AS state_media_meaning,
  (SELECT count(*) FROM articles WHERE articles.outlet = outlets.id) AS articles,
  (SELECT count(*) FROM outlet_ratings WHERE outlet_ratings.outlet = outlets.id) AS ratings
FROM outlets
LEFT JOIN places ON places.id = outlets.country
LEFT JOIN actors ON actors.id = outlets.owner
LEFT JOIN vocabularies ON vocabularies.vocabulary = 'state-media' AND vocabularies.value = outlets.state_media
WHERE outlets.id = :outlet
