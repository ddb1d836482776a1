-- Outlets to choose from
-- The outlets that have articles here, by name.
--
-- rows: outlets
-- :story: a story's id, or nothing for all
SELECT outlets.id, outlets.name, count(*) AS articles
FROM outlets
JOIN articles ON articles.outlet = outlets.id
WHERE :story = '' OR articles.story = :story
GROUP BY outlets.id
ORDER BY outlets.name, outlets.id
