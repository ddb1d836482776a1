-- What they call it
-- The terms that the articles use for the same thing.
--
-- rows: naming_matrix
-- :story: a story's id
SELECT naming_matrix.*
FROM naming_matrix
JOIN articles ON articles.id = naming_matrix.article
WHERE articles.story = :story
ORDER BY concept_title, outlet_name, term
