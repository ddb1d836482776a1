-- Grounds
-- What each value of the event's card, or its being unknown, rests on.
--
-- rows: event_grounds?event=:event
-- :event: an event's id
SELECT * FROM event_grounds WHERE event = :event ORDER BY field
