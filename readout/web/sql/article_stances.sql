-- Stance
-- How the article as a whole stands towards the main actors, from −2 (hostile) over 0 (neutral) to 2 (very
-- favourable), with the reason.
--
-- rows: stances?article=:article
-- :article: an article's id
WITH pieces AS (
  SELECT annotation, exact, "start", seq FROM evidence
  WHERE article = :article AND kind = 'stance'
  ORDER BY annotation, "start", seq
),

words AS (SELECT annotation, group_concat(exact, ' … ') AS evidence FROM pieces GROUP BY annotation)

SELECT stances.*, actors.name AS toward_name, words.evidence
FROM stances
JOIN actors ON actors.id = stances.toward
LEFT JOIN words ON words.annotation = stances.id
WHERE stances.article = :article
ORDER BY stances.score DESC, actors.name
