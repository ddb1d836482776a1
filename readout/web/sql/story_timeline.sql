-- Timeline
-- The events in the order of time, with the articles that speak of them.
--
-- rows: timeline?story=:story
-- :story: a story's id
SELECT * FROM timeline WHERE story = :story ORDER BY earliest IS NULL, earliest, event, article
