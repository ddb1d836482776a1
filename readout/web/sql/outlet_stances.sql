-- Stance
-- How each of its articles stands towards the main actors, from −2 (hostile) over 0 (neutral) to 2 (very favourable), with the reason.
--
-- rows: stances?_where=article+IN+(SELECT+id+FROM+articles+WHERE+outlet=':outlet')
-- :outlet: an outlet's id
WITH ranked AS (
  SELECT
    stances.id,
    stances.article,
    articles.headline,
    articles.published,
    articles.status,
    stances.toward,
    actors.name AS toward_name,
    stances.score,
    stances.reason,
    stances.confidence
  FROM articles
  CROSS JOIN stances ON stances.article = articles.id
  JOIN actors ON actors.id = stances.toward
  WHERE articles.outlet = :outlet
  ORDER BY count(*) OVER (PARTITION BY stances.toward) DESC, actors.name, articles.published_earliest, stances.id
)
SELECT
  ranked.*,
  (
    SELECT group_concat(exact, ' … ')
    FROM (
      SELECT exact FROM evidence
      WHERE article = ranked.article AND annotation = ranked.id AND kind = 'stance' ORDER BY seq
    )
  ) AS evidence
FROM ranked
