-- Whose word an outlet takes
-- On whose word an outlet passes claims on, and how often it keeps its distance.
--
-- :outlet: an outlet's id, such as global-times.
SELECT
  outlets.name AS outlet,
  actors.name AS according_to,
  count(*) AS claims,
  sum(coverage.stance = 'attributes') AS passed_on,
  sum(coverage.stance IN ('disputes', 'denies')) AS disputed_or_denied,
  sum(coalesce(coverage.distance, '') = 'distancing') AS at_a_distance,
  count(DISTINCT CASE WHEN articles.status = 'draft' THEN articles.id END) AS draft_articles
FROM coverage
JOIN articles ON articles.id = coverage.article
JOIN outlets ON outlets.id = articles.outlet
JOIN actors ON actors.id = coverage.according_to
WHERE articles.outlet = :outlet
GROUP BY actors.id
ORDER BY claims DESC, actors.name
