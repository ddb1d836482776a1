-- Quotes by outlet
-- How often each outlet renders the actor's words, and how.
--
-- rows: source_mix?speaker=:actor
-- :actor: an actor's id
SELECT
  articles.outlet,
  outlets.name AS outlet_name,
  count(*) AS quotes,
  count(DISTINCT quotes.article) AS articles,
  (SELECT count(*) FROM articles AS every WHERE every.outlet = articles.outlet) AS articles_of_outlet,
  sum(quotes.type = 'direct') AS direct,
  sum(quotes.type = 'mixed') AS mixed,
  sum(quotes.type NOT IN ('direct', 'mixed')) AS indirect,
  sum(EXISTS (SELECT 1 FROM quote_hops WHERE quote_hops.quote = quotes.id)) AS second_hand,
  sum(coalesce(quotes.distance, '') = 'distancing') AS distancing,
  count(DISTINCT CASE WHEN articles.status = 'draft' THEN articles.id END) AS drafts
FROM quotes
JOIN articles ON articles.id = quotes.article
JOIN outlets ON outlets.id = articles.outlet
WHERE quotes.speaker = :actor
GROUP BY articles.outlet
ORDER BY quotes DESC, outlet_name, articles.outlet
