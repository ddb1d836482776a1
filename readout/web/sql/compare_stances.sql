-- Stance
-- How they stand towards the actors, from −2 (hostile) over 0 (neutral) to 2 (very favourable), and why.
--
-- rows: stances
-- :by: article or outlet, what the ids are of
-- :ids: the ids as a JSON list
-- :story: a story's id, or nothing for all
WITH chosen AS MATERIALIZED (
  SELECT asked.value AS side, articles.id AS article
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.id = asked.value
  WHERE :by = 'article' AND (:story = '' OR articles.story = :story)
  UNION ALL
  SELECT asked.value, articles.id
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.outlet = asked.value
  WHERE :by = 'outlet' AND (:story = '' OR articles.story = :story)
)
SELECT
  stances.toward,
  actors.name AS toward_name,
  chosen.side,
  stances.article,
  stances.score,
  stances.reason,
  stances.confidence,
  stances.annotation_status,
  stances.id AS stance,
  (
    SELECT group_concat(exact, ' … ')
    FROM (SELECT exact FROM evidence WHERE annotation = stances.id AND kind = 'stance' ORDER BY seq)
  ) AS evidence
FROM chosen
CROSS JOIN stances ON stances.article = chosen.article
JOIN actors ON actors.id = stances.toward
ORDER BY
  max(stances.score) OVER (PARTITION BY stances.toward) - min(stances.score) OVER (PARTITION BY stances.toward) DESC,
  count(*) OVER (PARTITION BY stances.toward) DESC, actors.name, stances.toward, stances.article
