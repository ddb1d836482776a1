-- Versions of the text
-- The text that was annotated, by its fingerprint. A changed text gets a new one.
--
-- rows: articles?id=:article
-- :article: an article's id
SELECT
  text_sha256,
  text_length,
  quoted_share,
  (SELECT count(*) FROM evidence WHERE evidence.article = articles.id AND "start" IS NOT NULL) AS anchored,
  (SELECT count(*) FROM evidence WHERE evidence.article = articles.id) AS pieces
FROM articles
WHERE id = :article
