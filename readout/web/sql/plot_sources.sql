-- Sources
-- Whose words each outlet renders, how often, and through whom where it has them at second hand, the outermost first.
--
-- rows: source_mix?_sort_desc=quotes
-- :story: a story's id, or nothing for all stories
WITH chains AS (
  SELECT quote, group_concat(name, ' → ') AS through
  FROM (
    SELECT quote_hops.quote, actors.name
    FROM quote_hops
    JOIN actors ON actors.id = quote_hops.actor
    ORDER BY quote_hops.quote, quote_hops.seq
  )
  GROUP BY quote
)
SELECT
  quotes.speaker,
  actors.name AS speaker_name,
  articles.outlet,
  outlets.name AS outlet_name,
  chains.through,
  count(*) AS quotes,
  sum(quotes.type = 'direct') AS direct,
  sum(quotes.type = 'mixed') AS mixed,
  sum(quotes.type NOT IN ('direct', 'mixed')) AS indirect,
  count(DISTINCT CASE WHEN articles.status = 'draft' THEN articles.id END) AS drafts
FROM quotes
JOIN articles ON articles.id = quotes.article
LEFT JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = quotes.speaker
LEFT JOIN chains ON chains.quote = quotes.id
WHERE :story = '' OR articles.story = :story
GROUP BY quotes.speaker, articles.outlet, chains.through
ORDER BY count(*) DESC, actors.name, outlets.name, chains.through
