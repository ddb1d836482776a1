-- Distance
-- Where the wording holds somebody's words or a claim at arm's length, or takes them for true.
--
-- rows: quotes?distance__not=none&_where=article+IN+(SELECT+id+FROM+articles+WHERE+outlet=':outlet')
-- :outlet: an outlet's id
WITH held AS (
  SELECT
    'quote' AS kind,
    quotes.id,
    quotes.distance,
    quotes.cue,
    quotes.words,
    quotes.speaker AS actor,
    article_counts.article,
    article_counts.annotation_status,
    NULL AS claim
  FROM article_counts
  CROSS JOIN quotes ON quotes.article = article_counts.article AND +quotes.distance IN ('distancing', 'endorsing')
  WHERE article_counts.outlet = :outlet
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
    article_counts.article,
    article_counts.annotation_status,
    coverage.claim
  FROM article_counts
  CROSS JOIN coverage ON coverage.article = article_counts.article AND +coverage.distance IN ('distancing', 'endorsing')
  JOIN claims ON claims.id = coverage.claim
  WHERE article_counts.outlet = :outlet
  ORDER BY 7, 3, 1 DESC, 4, 2
)
SELECT
  held.kind,
  held.id,
  held.distance,
  held.cue,
  held.words,
  held.actor,
  (SELECT actors.name FROM actors WHERE actors.id = held.actor) AS actor_name,
  held.article,
  (SELECT articles.headline FROM articles WHERE articles.id = held.article) AS headline,
  held.annotation_status,
  held.claim
FROM held
