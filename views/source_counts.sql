-- Source counts
-- How often each article renders the words of each source, and how. The build keeps these rows; source_mix adds the
-- names to them.
--
-- article: The article's id.
-- speaker: The source's id; empty where the article names none.
-- story: The story's id.
-- outlet: The outlet's id.
-- annotation_status: How far the annotation of the article has come: draft or reviewed.
-- quotes: All renderings of the source's words, those inside others' words included.
-- direct: Renderings word for word.
-- mixed: Renderings with some words in quotation marks.
-- indirect: Renderings without quotation marks.
-- second_hand: Renderings that reach the article through others.
-- distancing: Renderings that the article holds at arm's length.
-- endorsing: Renderings that the article makes its own.
-- sort: article
-- stored: article
-- indexes: article speaker, speaker outlet, outlet speaker, story speaker
SELECT
  quotes.article,
  quotes.speaker,
  min(articles.story) AS story,
  min(articles.outlet) AS outlet,
  min(articles.status) AS annotation_status,
  count(*) AS quotes,
  sum(quotes.type = 'direct') AS direct,
  sum(quotes.type = 'mixed') AS mixed,
  sum(quotes.type NOT IN ('direct', 'mixed')) AS indirect,
  sum(EXISTS (SELECT 1 FROM quote_hops WHERE quote_hops.quote = quotes.id)) AS second_hand,
  sum(coalesce(quotes.distance, '') = 'distancing') AS distancing,
  sum(coalesce(quotes.distance, '') = 'endorsing') AS endorsing
FROM quotes
JOIN articles ON articles.id = quotes.article
GROUP BY quotes.article, quotes.speaker
