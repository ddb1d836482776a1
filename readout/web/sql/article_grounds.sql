-- Grounds
-- What the values of the head, and what is unknown, rest on.
--
-- rows: article_grounds?article=:article
-- :article: an article's id
SELECT article_grounds.*, vocabularies.meaning
FROM article_grounds
LEFT JOIN vocabularies ON vocabularies.vocabulary = 'basis' AND vocabularies.value = article_grounds.basis
WHERE article_grounds.article = :article
ORDER BY article_grounds.field
