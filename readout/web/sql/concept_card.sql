-- The concept
-- What is meant, so that two articles' words for it can be compared.
--
-- rows: concepts/:concept
-- :concept: a concept's id
SELECT
  concepts.*,
  stories.title AS story_title,
  (SELECT count(*) FROM namings WHERE namings.concept = concepts.id) AS namings,
  (SELECT count(DISTINCT article) FROM namings WHERE namings.concept = concepts.id) AS articles,
  (
    SELECT count(DISTINCT articles.outlet) FROM namings
    JOIN articles ON articles.id = namings.article WHERE namings.concept = concepts.id
  ) AS outlets
FROM concepts
LEFT JOIN stories ON stories.id = concepts.story
WHERE concepts.id = :concept
