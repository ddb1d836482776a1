-- Not the article
-- Parts of the text that are not the article; nothing is annotated there.
--
-- rows: article_zones?article=:article
-- :article: an article's id
SELECT article_zones.*, vocabularies.meaning, min(evidence."start") AS "start"
FROM article_zones
LEFT JOIN vocabularies ON vocabularies.vocabulary = 'zone-kind' AND vocabularies.value = article_zones.kind
LEFT JOIN evidence
  ON evidence.annotation = article_zones.id AND evidence.kind = 'zone' AND evidence.article = :article
WHERE article_zones.article = :article
GROUP BY article_zones.id
ORDER BY "start", article_zones.rowid
