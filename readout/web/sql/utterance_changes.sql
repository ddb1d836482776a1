-- Changes
-- Each stretch of words in which a rendering agrees with the base or departs from it, in order. A pair that
-- the table has the other way round is turned: what the one dropped, the other added.
--
-- rows: quote_variants?utterance=:utterance
-- :utterance: an utterance's id
-- :base: the base's id in the table quotes, or nothing for the original
-- :quotes: the ids of the renderings as a JSON list
WITH pairs AS (
  SELECT id, quote_b AS quote, 0 AS turned FROM quote_variants
  WHERE utterance = :utterance AND coalesce(quote_a, '') = :base
  UNION ALL
  SELECT id, quote_a AS quote, 1 AS turned FROM quote_variants
  WHERE utterance = :utterance AND quote_b = :base AND quote_a IS NOT NULL
)

SELECT
  pairs.quote,
  quote_changes.seq,
  CASE
    WHEN pairs.turned AND quote_changes.operation = 'dropped' THEN 'added'
    WHEN pairs.turned AND quote_changes.operation = 'added' THEN 'dropped'
    ELSE quote_changes.operation
  END AS operation,
  CASE WHEN pairs.turned THEN quote_changes.words_b ELSE quote_changes.words_a END AS words_base,
  CASE WHEN pairs.turned THEN quote_changes.words_a ELSE quote_changes.words_b END AS words,
  quote_changes.annotation_status
FROM pairs
JOIN quote_changes ON quote_changes.variant = pairs.id
WHERE pairs.quote IN (SELECT value FROM json_each(:quotes))
ORDER BY pairs.quote, quote_changes.seq
