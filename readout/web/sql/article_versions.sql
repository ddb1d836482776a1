-- Versions of the text
-- Every text of this article that was annotated, the oldest first, by its fingerprint; and how the anchors
-- of the version before it fared when the outlet changed the text.
--
-- rows: article_versions?article=:article
-- :article: an article's id
SELECT
  article_versions.text_sha256,
  article_versions.text_length,
  article_versions.retrieved,
  article_versions.kept,
  article_versions.moved,
  article_versions.near,
  article_versions.elsewhere,
  article_versions.lost,
  article_versions.annotation_status
FROM article_versions
WHERE article_versions.article = :article
ORDER BY article_versions.seq
