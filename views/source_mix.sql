-- Source mix
-- Whom each article lets speak: for every source, how many of its words are quoted directly, in part,
-- or only reported, and how many reach the article through others.
--
-- article: The article's id.
-- outlet: The outlet's id.
-- outlet_name: The outlet.
-- speaker: The source's id; empty where the article names none.
-- speaker_name: The source.
-- affiliation: What the source belongs to.
-- country: The country that the source acts for.
-- quotes: All renderings of the source's words, those inside others' words included.
-- direct: Renderings word for word.
-- mixed: Renderings with some words in quotation marks.
-- indirect: Renderings without quotation marks.
-- second_hand: Renderings that reach the article through others.
-- distancing: Renderings that the article holds at arm's length.
-- share: The source's part of all renderings in the article (0 to 1).
-- annotation_status: How far the annotation of the article has come: draft or reviewed.
-- facets: outlet, affiliation, country
-- sort: article
SELECT
  quotes.article,
  articles.outlet,
  outlets.name AS outlet_name,
  quotes.speaker,
  actors.name AS speaker_name,
  actors.affiliation,
  places.name AS country,
  count(*) AS quotes,
  sum(quotes.type = 'direct') AS direct,
  sum(quotes.type = 'mixed') AS mixed,
  sum(quotes.type NOT IN ('direct', 'mixed')) AS indirect,
  sum(EXISTS (SELECT 1 FROM quote_hops WHERE quote_hops.quote = quotes.id)) AS second_hand,
  sum(coalesce(quotes.distance, '') = 'distancing') AS distancing,
  round(
    1.0 * count(*) / (SELECT count(*) FROM quotes AS every WHERE every.article = quotes.article), 3
  ) AS share,
  articles.status AS annotation_status
FROM quotes
JOIN articles ON articles.id = quotes.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = quotes.speaker
LEFT JOIN places ON places.id = actors.country
GROUP BY quotes.article, quotes.speaker
