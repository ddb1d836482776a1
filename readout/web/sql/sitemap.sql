-- Pages
-- Every record that has a page of its own.
--
SELECT 'stories' AS kind, id FROM stories
UNION ALL
SELECT 'articles', id FROM articles
UNION ALL
SELECT 'outlets', id FROM outlets
UNION ALL
SELECT 'actors', id FROM actors
UNION ALL
SELECT 'events', id FROM events
UNION ALL
SELECT 'claims', id FROM claims
UNION ALL
SELECT 'utterances', id FROM utterances
UNION ALL
SELECT 'concepts', id FROM concepts
ORDER BY 1, 2
