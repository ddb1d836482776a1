-- Outlets
-- The outlets that have articles, for the choice in the search form.
--
-- rows: outlets
SELECT outlets.id, outlets.name
FROM outlets
WHERE EXISTS (SELECT 1 FROM articles WHERE articles.outlet = outlets.id)
ORDER BY outlets.name, outlets.id
