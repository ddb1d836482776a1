-- The same words
-- What at least two of them render of the same utterance, side by side.
--
-- rows: quotes
-- :by: article or outlet, what the ids are of
-- :ids: the ids as a JSON list
-- :story: a story's id, or nothing for all
WITH chosen AS MATERIALIZED (
  SELECT asked.value AS side, articles.id AS article
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.id = asked.value
  WHERE :by = 'article' AND (:story = '' OR articles.story = :story)
  UNION ALL
  SELECT asked.value, articles.id
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.outlet = asked.value
  WHERE :by = 'outlet' AND (:story = '' OR articles.story = :story)
),
said AS MATERIALIZED (
  SELECT chosen.side, quotes.id, quotes.utterance
  FROM chosen
  CROSS JOIN quotes ON quotes.article = chosen.article
  WHERE quotes.utterance IS NOT NULL
),
shared AS MATERIALIZED (SELECT utterance FROM said GROUP BY utterance HAVING count(DISTINCT side) > 1)
SELECT
  utterances.id AS utterance,
  utterances.title,
  utterances.speaker,
  actors.name AS speaker_name,
  utterances.date,
  said.side,
  quotes.article,
  quotes.id AS quote,
  quotes.type,
  coalesce(quotes.words, quotes.exact, quotes.gist) AS words,
  quotes.cue,
  quotes.distance,
  quotes.annotation_status,
  (
    SELECT group_concat(alteration, ', ')
    FROM (SELECT alteration FROM quote_alterations WHERE quote_alterations.quote = quotes.id ORDER BY seq)
  ) AS alterations,
  (
    SELECT group_concat(name, ' → ')
    FROM (
      SELECT hops.name FROM quote_hops JOIN actors AS hops ON hops.id = quote_hops.actor
      WHERE quote_hops.quote = quotes.id ORDER BY quote_hops.seq
    )
  ) AS through
FROM shared
CROSS JOIN said ON said.utterance = shared.utterance
CROSS JOIN quotes ON quotes.id = said.id
JOIN utterances ON utterances.id = quotes.utterance
LEFT JOIN actors ON actors.id = utterances.speaker
ORDER BY utterances.date_earliest IS NULL, utterances.date_earliest, utterances.id, quotes.article, quotes.id
