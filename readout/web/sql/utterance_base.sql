-- Base
-- What the renderings are set against: one of them or, where `quote` is empty, the original. The original goes
-- first if a rendering in its language was compared with it, then the fullest rendering.
--
-- rows: quote_variants?utterance=:utterance
-- :utterance: an utterance's id
-- :base: a quote's id, or `original`, or nothing for the first choice
WITH bases AS (
  SELECT quote_a AS quote, quote_a IS NULL AS original, count(*) AS compared
  FROM quote_variants WHERE utterance = :utterance
  GROUP BY quote_a
),

quoted AS (
  SELECT
    quotes.id AS quote, articles.id AS article, outlets.name AS outlet_name, quotes.exact AS words,
    articles.language, articles.status AS annotation_status, coalesce(bases.compared, 0) AS compared
  FROM quotes
  JOIN articles ON articles.id = quotes.article
  JOIN outlets ON outlets.id = articles.outlet
  LEFT JOIN bases ON bases.quote = quotes.id
  WHERE quotes.utterance = :utterance AND quotes.exact IS NOT NULL
),

choices AS (
  SELECT
    quote, article, outlet_name, words, language, annotation_status,
    CASE WHEN quote = :base THEN 3 ELSE compared / 100000.0 END AS rank
  FROM quoted
  UNION ALL
  SELECT '', NULL, NULL, utterances.original, utterances.language, NULL, 2
  FROM utterances
  WHERE
    utterances.id = :utterance AND utterances.original IS NOT NULL
    AND (:base = 'original' OR EXISTS (SELECT 1 FROM bases WHERE original))
)

SELECT * FROM choices
ORDER BY rank DESC, length(words) DESC, quote
LIMIT 1
