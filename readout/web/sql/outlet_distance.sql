-- Distance
-- Where the wording holds somebody's words or a claim at arm's length, or takes them for true.
--
-- rows: quotes?distance__not=none&_where=article+IN+(SELECT+id+FROM+articles+WHERE+outlet=':outlet')
-- :outlet: an outlet's id
SELECT
  'quote' AS kind,
  quotes.id,
  quotes.distance,
  quotes.cue,
  quotes.words,
  quotes.speaker AS actor,
  actors.name AS actor_name,
  quotes.article,
  articles.headline,
  articles.status AS annotation_status,
  NULL AS claim
FROM articles
JOIN quotes ON quotes.article = articles.id AND quotes.distance IN ('distancing', 'endorsing')
LEFT JOIN actors ON actors.id = quotes.speaker
WHERE articles.outlet = :outlet
UNION ALL
SELECT
  'coverage',
  coverage.id,
  coverage.distance,
  (
    SELECT group_concat(exact, ' … ')
    FROM (
      SELECT exact FROM evidence
      WHERE article = coverage.article AND annotation = coverage.id AND kind = 'coverage' ORDER BY seq
    )
  ),
  claims.statement,
  coverage.according_to,
  actors.name,
  coverage.article,
  articles.headline,
  articles.status,
  coverage.claim
FROM articles
JOIN coverage ON coverage.article = articles.id AND coverage.distance IN ('distancing', 'endorsing')
JOIN claims ON claims.id = coverage.claim
LEFT JOIN actors ON actors.id = coverage.according_to
WHERE articles.outlet = :outlet
ORDER BY 8, 3, 1 DESC, 4, 2
