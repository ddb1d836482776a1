-- What it calls things
-- The article's terms, in whose voice they stand and whose terms they are.
--
-- rows: namings?article=:article
-- :article: an article's id
SELECT
  namings.*,
  concepts.title AS concept_title,
  voices.name AS voice_of_name,
  owners.name AS whose_name,
  min(evidence."start") AS "start"
FROM namings
JOIN concepts ON concepts.id = namings.concept
LEFT JOIN actors AS voices ON voices.id = namings.voice_of
LEFT JOIN actors AS owners ON owners.id = namings.whose
LEFT JOIN evidence
  ON evidence.annotation = namings.id AND evidence.kind = 'naming' AND evidence.article = :article
WHERE namings.article = :article
GROUP BY namings.id
ORDER BY concepts.title, namings.concept, "start", namings.rowid
