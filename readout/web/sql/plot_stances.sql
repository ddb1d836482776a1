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
FROM stances
JOIN articles ON articles.id = stances.article
LEFT JOIN outlets ON outlets.id = articles.outlet
JOIN actors ON actors.id = stances.toward
WHERE :story = '' OR articles.story = :story
ORDER BY outlets.name, articles.published_earliest, actors.name
