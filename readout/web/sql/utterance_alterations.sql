-- Who altered what
-- What a curator found done to the words, apart from what the comparison counts.
--
-- rows: quote_alterations
-- :utterance: an utterance's id
SELECT
  quote_alterations.alteration,
  vocabularies.meaning,
  quotes.id AS quote,
  articles.id AS article,
  outlets.name AS outlet_name,
  quotes.annotation_status
FROM quotes
JOIN quote_alterations ON quote_alterations.quote = quotes.id
JOIN articles ON articles.id = quotes.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN vocabularies
  ON vocabularies.vocabulary = 'alteration' AND vocabularies.value = quote_alterations.alteration
WHERE quotes.utterance = :utterance
ORDER BY quote_alterations.alteration, articles.published_earliest, articles.id, quotes.rowid
