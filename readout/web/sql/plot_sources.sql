-- Sources
-- Whose words each outlet renders, how often, and through whom where it has them at second hand, the outermost first.
--
-- rows: source_mix?_sort_desc=quotes
-- :story: a story's id, or nothing for all stories
WITH chosen AS (
  SELECT id FROM articles WHERE (story BETWEEN :story AND iif(:story = '', '~', :story) OR (:story = '' AND story IS NULL))
),
chained AS (
  SELECT
    quotes.speaker,
    quotes.article,
    quotes.type,
    (
      SELECT group_concat(name, ' → ')
      FROM (
        SELECT actors.name
        FROM quote_hops
        JOIN actors ON actors.id = quote_hops.actor
        WHERE quote_hops.quote = quotes.id
        ORDER BY quote_hops.seq
      )
    ) AS through
  FROM chosen
  JOIN quotes ON quotes.article = chosen.id
)
SELECT
  chained.speaker,
  actors.name AS speaker_name,
  articles.outlet,
  outlets.name AS outlet_name,
  chained.through,
  count(*) AS quotes,
  sum(chained.type = 'direct') AS direct,
  sum(chained.type = 'mixed') AS mixed,
  sum(chained.type NOT IN ('direct', 'mixed')) AS indirect,
  count(DISTINCT CASE WHEN articles.status = 'draft' THEN articles.id END) AS drafts
FROM chained
JOIN articles ON articles.id = chained.article
LEFT JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = chained.speaker
GROUP BY chained.speaker, articles.outlet, chained.through
ORDER BY count(*) DESC, actors.name, outlets.name, chained.through
