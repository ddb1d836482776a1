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
  source_counts.article,
  source_counts.outlet,
  (SELECT name FROM outlets WHERE outlets.id = source_counts.outlet) AS outlet_name,
  source_counts.speaker,
  actors.name AS speaker_name,
  actors.affiliation,
  places.name AS country,
  source_counts.quotes,
  source_counts.direct,
  source_counts.mixed,
  source_counts.indirect,
  source_counts.second_hand,
  source_counts.distancing,
  round(
    1.0 * source_counts.quotes
    / (SELECT article_counts.quotes FROM article_counts WHERE article_counts.article = source_counts.article), 3
  ) AS share,
  source_counts.annotation_status
FROM source_counts
LEFT JOIN actors ON actors.id = source_counts.speaker
LEFT JOIN places ON places.id = actors.country
