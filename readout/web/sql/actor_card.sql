-- The actor
-- Who this is, and what it rests on.
--
-- rows: actors/:actor
-- :actor: an actor's id
SELECT
  actors.*,
  places.name AS country_name,
  wholes.name AS part_of_name,
  outlets.id AS as_outlet,
  (SELECT group_concat(name, ' · ') FROM (SELECT name FROM actor_names WHERE actor = actors.id ORDER BY seq)) AS names
FROM actors
LEFT JOIN places ON places.id = actors.country
LEFT JOIN actors AS wholes ON wholes.id = actors.part_of
LEFT JOIN outlets ON outlets.id = actors.id
WHERE actors.id = :actor
