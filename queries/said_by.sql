-- Everything said by one speaker
-- All renderings of a speaker's words, also where several speak together, in the order of publication.
--
-- :speaker: an actor's id, such as shinjiro-koizumi.
SELECT
  articles.published,
  outlets.name AS outlet,
  quotes.words,
  quotes.type,
  quotes.cue,
  quotes.distance,
  utterances.title AS utterance,
  (
    SELECT group_concat(name, ' → ')
    FROM (
      SELECT actors.name FROM quote_hops JOIN actors ON actors.id = quote_hops.actor
      WHERE quote_hops.quote = quotes.id ORDER BY quote_hops.seq
    )
  ) AS by_way_of,
  quotes.annotation_status,
  quotes.id AS quote
FROM quotes
JOIN articles ON articles.id = quotes.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN utterances ON utterances.id = quotes.utterance
WHERE
  quotes.speaker = :speaker
  OR quotes.id IN (SELECT quote FROM quote_joint_speakers WHERE actor = :speaker)
ORDER BY articles.published_earliest, quotes.article, quotes.id
