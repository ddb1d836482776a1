-- Stance towards this actor
-- How each article stands towards the actor, from −2 (hostile) over 0 (neutral) to 2 (very favourable), with the reason.
--
-- rows: stances?toward=:actor
-- :actor: an actor's id
SELECT
  stances.id,
  stances.article,
  articles.headline,
  articles.published,
  articles.status,
  articles.outlet,
  outlets.name AS outlet_name,
  stances.score,
  stances.reason,
  stances.confidence,
  (
    SELECT group_concat(exact, ' … ')
    FROM (
      SELECT exact FROM evidence
      WHERE article = stances.article AND annotation = stances.id AND kind = 'stance' ORDER BY seq
    )
  ) AS evidence
FROM stances
JOIN articles ON articles.id = stances.article
JOIN outlets ON outlets.id = articles.outlet
WHERE stances.toward = :actor
ORDER BY outlets.name, articles.published_earliest, stances.id
