-- The outlet
-- What is known of the outlet, and what it rests on.
--
-- rows: outlets/:outlet
-- :outlet: an outlet's id
SELECT
  outlets.*,
  places.name AS country_name,
  owners.name AS owner_name,
  same.id AS as_actor,
  (SELECT group_concat(name, ' · ') FROM (SELECT name FROM outlet_names WHERE outlet = outlets.id ORDER BY seq)) AS names
FROM outlets
LEFT JOIN places ON places.id = outlets.country
LEFT JOIN actors AS owners ON owners.id = outlets.owner
LEFT JOIN actors AS same ON same.id = outlets.id
WHERE outlets.id = :outlet
