-- What outlets call a thing
-- The terms that articles use for a concept, whose they are and how they are marked.
--
-- :concept: a concept's id; leave it empty for all.
SELECT concept_title, outlet_name AS outlet, term, voice, voice_of, whose, marks, annotation_status, naming
FROM naming_matrix
WHERE concept BETWEEN :concept AND iif(:concept = '', '~', :concept)  -- ~ comes after every id
ORDER BY concept, outlet_name, term
