-- Stance
-- How each article stands towards the main actors, from −2 (hostile) over 0 (neutral) to 2 (very favourable), with the reason.
--
-- rows: stances
-- :story: a story's id
SELECT
  stances.id,
  stances.article,
  articles.outlet,
  outlets.name AS outlet_name,
  stances.toward,
  actors.name AS toward_name,
  stances.score,
  stances.reason,
  stances.confidence,
  stances.annotation_status,
  (
    SELECT group_concat(exact, ' … ')
    FROM (SELECT exact FROM evidence WHERE annotation = stances.id AND kind = 'stance' ORDER BY seq)
  ) AS evidence
FROM stances
JOIN articles ON articles.id = stances.article
JOIN outlets ON outlets.id = articles.outlet
JOIN actors ON actors.id = stances.toward
WHERE articles.story = :story
ORDER BY count(*) OVER (PARTITION BY stances.toward) DESC, actors.name, articles.published_earliest
