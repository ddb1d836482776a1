-- Utterance
-- Who said or wrote it, when, on what occasion and by what way.
--
-- rows: utterances?id=:utterance
-- :utterance: an utterance's id
SELECT
  utterances.*,
  speakers.name AS speaker_name,
  speakers.office AS speaker_office,
  occasions.title AS event_title,
  subjects.title AS about_title,
  stories.title AS story_title
FROM utterances
LEFT JOIN actors AS speakers ON speakers.id = utterances.speaker
LEFT JOIN events AS occasions ON occasions.id = utterances.event
LEFT JOIN events AS subjects ON subjects.id = utterances.about
LEFT JOIN stories ON stories.id = utterances.story
WHERE utterances.id = :utterance
