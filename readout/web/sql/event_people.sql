-- Who took part
-- The actors of the event, and on which side of it they were.
--
-- rows: event_actors?event=:event
-- :event: an event's id
SELECT event_actors.id, event_actors.part, event_actors.actor, actors.name, actors.office
FROM event_actors
JOIN actors ON actors.id = event_actors.actor
WHERE event_actors.event = :event
ORDER BY event_actors.part, actors.name
