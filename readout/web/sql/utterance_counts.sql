-- The counts
-- How many words each rendering shares with the base, spells otherwise, drops, adds and replaces.
--
-- rows: quote_variants?utterance=:utterance
-- :utterance: an utterance's id
-- :base: the base's id in the table quotes, or nothing for the original
WITH pairs AS (
  SELECT id, quote_b AS quote, 0 AS turned FROM quote_variants
  WHERE utterance = :utterance AND coalesce(quote_a, '') = :base
  UNION ALL
  SELECT id, quote_a AS quote, 1 AS turned FROM quote_variants
  WHERE utterance = :utterance AND quote_b = :base AND quote_a IS NOT NULL
)

SELECT
  pairs.quote,
  articles.id AS article,
  outlets.name AS outlet_name,
  quotes.annotation_status,
  quote_variants.words_same,
  quote_variants.words_respelt,
  CASE WHEN pairs.turned THEN quote_variants.words_added ELSE quote_variants.words_dropped END AS words_dropped,
  CASE WHEN pairs.turned THEN quote_variants.words_dropped ELSE quote_variants.words_added END AS words_added,
  CASE
    WHEN pairs.turned THEN (
      SELECT coalesce(sum(length(words_b) - length(replace(words_b, ' ', '')) + 1), 0)
      FROM quote_changes WHERE variant = pairs.id AND operation = 'replaced'
    )
    ELSE quote_variants.words_replaced
  END AS words_replaced,
  quote_variants.likeness,
  quote_variants.id AS variant
FROM pairs
JOIN quote_variants ON quote_variants.id = pairs.id
JOIN quotes ON quotes.id = pairs.quote
JOIN articles ON articles.id = quotes.article
JOIN outlets ON outlets.id = articles.outlet
ORDER BY articles.published_earliest, articles.id, quotes.rowid
