-- Whose word an outlet takes
-- For each outlet, on whose word it passes claims on, and how often it keeps its distance.
--
-- :outlet: an outlet's id; leave it empty for all.
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
WHERE :outlet = '' OR articles.outlet = :outlet
GROUP BY outlets.id, actors.id
ORDER BY outlets.name, claims DESC, actors.name
