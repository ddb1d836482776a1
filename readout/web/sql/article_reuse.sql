-- Taken from earlier texts
-- Passages that go back to an earlier text.
--
-- rows: article_reuse?article=:article
-- :article: an article's id
SELECT
  article_reuse.*,
  actors.name AS origin_name,
  vocabularies.meaning,
  (
    SELECT group_concat(exact, ' … ') FROM (
      SELECT exact FROM evidence
      WHERE article = :article AND kind = 'reuse' AND annotation = article_reuse.id ORDER BY seq
    )
  ) AS evidence
FROM article_reuse
LEFT JOIN actors ON actors.id = article_reuse.origin
LEFT JOIN vocabularies ON vocabularies.vocabulary = 'reuse-kind' AND vocabularies.value = article_reuse.kind
WHERE article_reuse.article = :article
ORDER BY article_reuse.rowid
