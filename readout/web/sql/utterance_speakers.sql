-- Joint speakers
-- Who said or wrote it together with the speaker.
--
-- rows: utterance_joint_speakers?utterance=:utterance
-- :utterance: an utterance's id
SELECT actors.id, actors.name
FROM utterance_joint_speakers
JOIN actors ON actors.id = utterance_joint_speakers.actor
WHERE utterance_joint_speakers.utterance = :utterance
ORDER BY utterance_joint_speakers.seq
