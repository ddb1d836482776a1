-- What is attributed to this actor
-- Claims that an article reports, disputes or denies on this actor's word.
--
-- rows: coverage?according_to=:actor
-- :actor: an actor's id
SELECT
  coverage.id,
  coverage.claim,
  claims.statement,
  coverage.stance,
  coverage.value,
  coverage.distance,
  coverage.article,
  articles.headline,
  articles.published,
  articles.status,
  outlets.name AS outlet_name,
  (
    SELECT group_concat(exact, ' … ')
    FROM (
      SELECT exact FROM evidence
      WHERE article = coverage.article AND annotation = coverage.id AND kind = 'coverage' ORDER BY seq
    )
  ) AS evidence
FROM coverage
JOIN claims ON claims.id = coverage.claim
JOIN articles ON articles.id = coverage.article
JOIN outlets ON outlets.id = articles.outlet
WHERE coverage.according_to = :actor
ORDER BY coverage.claim, articles.published_earliest, coverage.id
