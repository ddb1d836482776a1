-- The renderings against each other
-- Every rendering with words in quotation marks, the earliest first.
--
-- rows: quotes?utterance=:utterance
-- :utterance: an utterance's id
SELECT
  quotes.*,
  articles.outlet,
  outlets.name AS outlet_name,
  articles.headline,
  articles.published,
  articles.language,
  articles.time_zone,
  articles.status,
  speakers.name AS speaker_name,
  (
    SELECT json_group_array(json_array(id, name)) FROM (
      SELECT actors.id, actors.name FROM quote_hops
      JOIN actors ON actors.id = quote_hops.actor
      WHERE quote_hops.quote = quotes.id ORDER BY quote_hops.seq
    )
  ) AS hops,
  (
    SELECT json_group_array(alteration) FROM (
      SELECT alteration FROM quote_alterations WHERE quote_alterations.quote = quotes.id ORDER BY seq
    )
  ) AS alterations
FROM quotes
JOIN articles ON articles.id = quotes.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors AS speakers ON speakers.id = quotes.speaker
WHERE quotes.utterance = :utterance AND quotes.exact IS NOT NULL
ORDER BY articles.published_earliest, articles.id, quotes.rowid
