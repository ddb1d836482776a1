-- Sources
-- Whose words they render, and how many times: word for word, in part, or reported; and through others.
--
-- rows: source_mix?_sort_desc=quotes
-- :by: article or outlet, what the ids are of
-- :ids: the ids as a JSON list
-- :story: a story's id, or nothing for all
WITH chosen AS MATERIALIZED (
  SELECT asked.value AS side, articles.id AS article
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.id = asked.value
  WHERE :by = 'article' AND (:story = '' OR articles.story = :story)
  UNION ALL
  SELECT asked.value, articles.id
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.outlet = asked.value
  WHERE :by = 'outlet' AND (:story = '' OR articles.story = :story)
)
SELECT
  quotes.speaker,
  actors.name AS speaker_name,
  chosen.side,
  count(*) AS quotes,
  sum(quotes.type = 'direct') AS direct,
  sum(quotes.type = 'mixed') AS mixed,
  sum(quotes.type NOT IN ('direct', 'mixed')) AS indirect,
  sum(EXISTS (SELECT 1 FROM quote_hops WHERE quote_hops.quote = quotes.id)) AS second_hand,
  count(DISTINCT CASE WHEN quotes.annotation_status = 'draft' THEN quotes.article END) AS drafts
FROM chosen
CROSS JOIN quotes ON quotes.article = chosen.article
LEFT JOIN actors ON actors.id = quotes.speaker
GROUP BY quotes.speaker, chosen.side
ORDER BY sum(count(*)) OVER (PARTITION BY quotes.speaker) DESC, actors.name, quotes.speaker, chosen.side
