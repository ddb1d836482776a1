-- What was said there, and about it
-- Utterances of which the event is the occasion, or the subject.
--
-- rows: utterances?event=:event
-- :event: an event's id
SELECT
  utterances.id, utterances.title, utterances.date, utterances.speaker, actors.name AS speaker_name,
  CASE WHEN utterances.event = :event THEN 'said on this occasion' ELSE 'about it' END AS relation,
  (SELECT count(*) FROM quotes WHERE quotes.utterance = utterances.id) AS renderings
FROM utterances
JOIN actors ON actors.id = utterances.speaker
WHERE utterances.id IN (
  SELECT id FROM utterances WHERE event = :event
  UNION SELECT id FROM utterances WHERE about = :event
)
ORDER BY utterances.event = :event DESC, utterances.date_earliest, utterances.id
