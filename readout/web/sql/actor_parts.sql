-- What belongs to it
-- Actors that are part of this one, and outlets that it owns.
--
-- rows: actors?part_of=:actor
-- :actor: an actor's id
SELECT 'actors' AS kind, id, name, office FROM actors WHERE part_of = :actor
UNION ALL
SELECT 'outlets', id, name, NULL FROM outlets WHERE owner = :actor
ORDER BY 1, 3, 2
