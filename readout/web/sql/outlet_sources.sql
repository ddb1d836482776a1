-- Whom it lets speak
-- The sources whose words its articles render, most first.
--
-- rows: source_mix?outlet=:outlet
-- :outlet: an outlet's id
SELECT
  quotes.speaker,
  actors.name AS speaker_name,
  actors.affiliation,
  places.name AS country,
  count(*) AS quotes,
  count(DISTINCT quotes.article) AS articles,
  count(DISTINCT CASE WHEN articles.status = 'draft' THEN articles.id END) AS drafts,
  sum(quotes.type = 'direct') AS direct,
  sum(quotes.type = 'mixed') AS mixed,
  sum(quotes.type NOT IN ('direct', 'mixed')) AS indirect,
  sum(EXISTS (SELECT 1 FROM quote_hops WHERE quote_hops.quote = quotes.id)) AS second_hand,
  sum(coalesce(quotes.distance, '') = 'distancing') AS distancing,
  round(1.0 * count(*) / sum(count(*)) OVER (), 3) AS share
FROM articles
JOIN quotes ON quotes.article = articles.id
LEFT JOIN actors ON actors.id = quotes.speaker
LEFT JOIN places ON places.id = actors.country
WHERE articles.outlet = :outlet
GROUP BY quotes.speaker
ORDER BY quotes DESC, speaker_name, quotes.speaker
