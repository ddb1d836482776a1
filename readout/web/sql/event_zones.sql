-- Clocks
-- The time zones in which the articles that speak of the event date it, or appear.
--
-- rows: mentions?event=:event
-- :event: an event's id
SELECT time_zone, count(*) AS articles
FROM (
  SELECT article, time_zone FROM mentions WHERE event = :event
  UNION
  SELECT articles.id, articles.time_zone
  FROM mentions JOIN articles ON articles.id = mentions.article
  WHERE mentions.event = :event
)
WHERE time_zone IS NOT NULL
GROUP BY time_zone
ORDER BY articles DESC, time_zone
