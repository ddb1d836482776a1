-- Sources used
-- Whom the article lets speak, and how: directly, in part, or reported only.
--
-- rows: source_mix?article=:article
-- :article: an article's id
SELECT * FROM source_mix WHERE article = :article ORDER BY quotes DESC, speaker_name
