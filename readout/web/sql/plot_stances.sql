-- Stance
-- How the articles of each outlet stand towards the actors, from −2 (hostile) over 0 (neutral) to 2 (very favourable).
--
-- rows: stances
-- :story: a story's id, or nothing for all stories
SELECT
  articles.outlet,
  outlets.name AS outlet_name,
  stances.toward,
  actors.name AS toward_name,
  stances.score,
  stances.reason,
  stances.confidence,
  stances.article,
  articles.headline,
  articles.status AS annotation_status,
  stances.id AS stance
FROM articles
CROSS JOIN stances ON stances.article = articles.id
LEFT JOIN outlets ON outlets.id = articles.outlet
JOIN actors ON actors.id = stances.toward
WHERE (articles.story BETWEEN :story AND iif(:story = '', '~', :story) OR (:story = '' AND articles.story IS NULL))
ORDER BY outlets.name, articles.published_earliest, actors.name
