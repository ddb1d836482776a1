-- Events
-- The events that the article speaks of, and how it places them in time and reality.
--
-- rows: mentions?article=:article
-- :article: an article's id
WITH pieces AS (
  SELECT annotation, exact, "start", seq FROM evidence
  WHERE article = :article AND kind = 'mention'
  ORDER BY annotation, "start", seq
),

words AS (
  SELECT annotation, group_concat(exact, ' … ') AS evidence, min("start") AS "start" FROM pieces GROUP BY annotation
)

SELECT
  mentions.*,
  events.title,
  actors.name AS according_to_name,
  vocabularies.meaning AS factuality_meaning,
  words.evidence,
  (
    SELECT group_concat(aspect, ', ') FROM (
      SELECT aspect FROM mention_disputes WHERE mention_disputes.mention = mentions.id ORDER BY seq
    )
  ) AS disputed
FROM mentions
JOIN events ON events.id = mentions.event
LEFT JOIN actors ON actors.id = mentions.according_to
LEFT JOIN vocabularies ON vocabularies.vocabulary = 'factuality' AND vocabularies.value = mentions.factuality
LEFT JOIN words ON words.annotation = mentions.id
WHERE mentions.article = :article
ORDER BY words."start" IS NULL, words."start", mentions.rowid
