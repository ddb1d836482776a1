-- Kinds of annotation
-- How many annotations of each kind point at words of the article.
--
-- rows: evidence?article=:article
-- :article: an article's id
SELECT kind, count(DISTINCT annotation) AS annotations
FROM evidence
WHERE article = :article
GROUP BY kind
ORDER BY annotations DESC, kind
