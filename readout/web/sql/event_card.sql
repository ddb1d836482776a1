-- The event
-- What is known of it apart from how it is reported.
--
-- rows: events/:event
-- :event: an event's id
SELECT
  events.*,
  stories.title AS story_title,
  places.name AS place_name,
  wholes.title AS part_of_title,
  (SELECT count(*) FROM mentions WHERE mentions.event = events.id) AS mentions,
  (SELECT count(DISTINCT article) FROM mentions WHERE mentions.event = events.id) AS articles,
  (SELECT count(*) FROM articles WHERE articles.story = events.story) AS articles_of_story
FROM events
JOIN stories ON stories.id = events.story
LEFT JOIN places ON places.id = events.place
LEFT JOIN events AS wholes ON wholes.id = events.part_of
WHERE events.id = :event
