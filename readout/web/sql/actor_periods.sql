-- Quotes over time
-- Renderings of the actor's words by the day, month or year in which the articles appeared (UTC).
--
-- rows: quotes?speaker=:actor
-- :actor: an actor's id
-- :digits: 10 for days, 7 for months, 4 for years
SELECT
  substr(articles.published_earliest, 1, CAST(:digits AS INTEGER)) AS period,
  count(*) AS quotes,
  count(DISTINCT quotes.article) AS articles,
  count(DISTINCT articles.outlet) AS outlets,
  count(DISTINCT CASE WHEN articles.status = 'draft' THEN articles.id END) AS drafts
FROM quotes
JOIN articles ON articles.id = quotes.article
WHERE quotes.speaker = :actor AND articles.published_earliest IS NOT NULL
GROUP BY 1
ORDER BY 1
