-- The text
-- The article's text with its annotations, from the folder of texts on this machine; nobody else sees it.
--
-- rows: evidence?article=:article
-- :article: an article's id
SELECT kind, annotation, "start", "end" FROM evidence
WHERE article = :article AND kind <> 'zone' AND "start" IS NOT NULL
UNION ALL
SELECT
  'zone',
  article_zones.id,
  min(evidence."start"),
  CASE WHEN article_zones."to" IS NULL THEN articles.text_length ELSE max(evidence."end") END
FROM article_zones
JOIN articles ON articles.id = article_zones.article
JOIN evidence
  ON evidence.article = :article AND evidence.kind = 'zone' AND evidence.annotation = article_zones.id
WHERE article_zones.article = :article AND evidence."start" IS NOT NULL
GROUP BY article_zones.id
ORDER BY 3, 4
