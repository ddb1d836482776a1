-- Grounds
-- What the values above, and what is unknown, rest on.
--
-- rows: utterance_grounds?utterance=:utterance
-- :utterance: an utterance's id
SELECT utterance_grounds.*, vocabularies.meaning
FROM utterance_grounds
LEFT JOIN vocabularies ON vocabularies.vocabulary = 'basis' AND vocabularies.value = utterance_grounds.basis
WHERE utterance_grounds.utterance = :utterance
ORDER BY utterance_grounds.field
