-- Credits
-- Who is credited, as printed.
--
-- rows: article_credits?article=:article
-- :article: an article's id
SELECT article_credits.*, actors.name AS actor_name
FROM article_credits
LEFT JOIN actors ON actors.id = article_credits.actor
WHERE article_credits.article = :article
ORDER BY article_credits.rowid
