-- The claim
-- The proposition, and what is needed to compare fairly.
--
-- rows: claims/:claim
-- :claim: a claim's id
SELECT
  claims.*,
  stories.title AS story_title,
  events.title AS event_title,
  utterances.title AS utterance_title
FROM claims
JOIN stories ON stories.id = claims.story
LEFT JOIN events ON events.id = claims.event
LEFT JOIN utterances ON utterances.id = claims.utterance
WHERE claims.id = :claim
