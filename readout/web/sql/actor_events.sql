-- Events
-- What the actor took part in, or was to, and on which side.
--
-- rows: event_actors?actor=:actor
-- :actor: an actor's id
SELECT
  events.id,
  events.title,
  events.type,
  events.date,
  events.time_zone,
  event_actors.part,
  (SELECT count(DISTINCT article) FROM mentions WHERE mentions.event = events.id) AS articles
FROM event_actors
JOIN events ON events.id = event_actors.event
WHERE event_actors.actor = :actor
ORDER BY events.date_earliest IS NULL, events.date_earliest, events.id, event_actors.part
