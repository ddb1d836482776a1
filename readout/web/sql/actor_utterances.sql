-- What was said
-- Utterances of the actor, alone or with others, with the number of renderings.
--
-- rows: utterances?speaker=:actor
-- :actor: an actor's id
SELECT
  utterances.id,
  utterances.title,
  utterances.date,
  utterances.time_zone,
  utterances.speaker,
  actors.name AS speaker_name,
  (SELECT count(*) FROM quotes WHERE quotes.utterance = utterances.id) AS renderings,
  (SELECT count(DISTINCT quotes.article) FROM quotes WHERE quotes.utterance = utterances.id) AS articles
FROM utterances
JOIN actors ON actors.id = utterances.speaker
WHERE
  utterances.id IN (
    SELECT id FROM utterances WHERE speaker = :actor
    UNION SELECT utterance FROM utterance_joint_speakers WHERE actor = :actor
  )
ORDER BY utterances.date_earliest, utterances.id
