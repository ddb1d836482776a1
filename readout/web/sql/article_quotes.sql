-- Quotes
-- Whose words the article renders, and through whom it has them.
--
-- rows: quotes?article=:article
-- :article: an article's id
WITH pieces AS (
  SELECT annotation, exact, "start", seq FROM evidence
  WHERE article = :article AND kind = 'quote' AND field = 'evidence'
  ORDER BY annotation, "start", seq
),

words AS (SELECT annotation, group_concat(exact, ' … ') AS evidence FROM pieces GROUP BY annotation),

places AS (SELECT annotation, min("start") AS "start" FROM evidence WHERE article = :article GROUP BY annotation)

SELECT
  quotes.*,
  speakers.name AS speaker_name,
  utterances.title AS utterance_title,
  words.evidence,
  (
    SELECT json_group_array(json_array(id, name)) FROM (
      SELECT actors.id, actors.name FROM quote_hops
      JOIN actors ON actors.id = quote_hops.actor
      WHERE quote_hops.quote = quotes.id ORDER BY quote_hops.seq
    )
  ) AS hops,
  (
    SELECT json_group_array(json_array(id, name)) FROM (
      SELECT actors.id, actors.name FROM quote_joint_speakers
      JOIN actors ON actors.id = quote_joint_speakers.actor
      WHERE quote_joint_speakers.quote = quotes.id ORDER BY quote_joint_speakers.seq
    )
  ) AS joint,
  (
    SELECT json_group_array(alteration) FROM (
      SELECT alteration FROM quote_alterations WHERE quote_alterations.quote = quotes.id ORDER BY seq
    )
  ) AS alterations
FROM quotes
LEFT JOIN actors AS speakers ON speakers.id = quotes.speaker
LEFT JOIN utterances ON utterances.id = quotes.utterance
LEFT JOIN words ON words.annotation = quotes.id
LEFT JOIN places ON places.annotation = quotes.id
WHERE quotes.article = :article
ORDER BY places."start" IS NULL, places."start", quotes.rowid
