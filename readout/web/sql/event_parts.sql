-- Parts
-- Smaller events that this one is made of.
--
-- rows: events?part_of=:event
-- :event: an event's id
SELECT
  events.id, events.title, events.type, events.date, events.time_zone,
  (SELECT count(DISTINCT article) FROM mentions WHERE mentions.event = events.id) AS articles
FROM events
WHERE events.part_of = :event
ORDER BY events.date_earliest IS NULL, events.date_earliest, events.id
