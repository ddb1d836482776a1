-- Its own words for things
-- Terms in the outlet's own voice, and terms of its own inside what it reports of others.
--
-- rows: naming_matrix?outlet=:outlet
-- :outlet: an outlet's id
SELECT
  namings.concept,
  concepts.title AS concept_title,
  namings.term,
  namings.marks,
  count(DISTINCT namings.article) AS articles,
  sum(namings.voice = 'own') AS in_own_voice,
  sum(namings.voice = 'reported') AS in_report,
  (
    SELECT count(DISTINCT others.article) FROM namings AS others
    JOIN articles AS named ON named.id = others.article AND named.outlet = :outlet
    WHERE others.concept = namings.concept
  ) AS articles_naming
FROM articles
JOIN namings ON namings.article = articles.id
JOIN concepts ON concepts.id = namings.concept
WHERE articles.outlet = :outlet AND (namings.voice = 'own' OR (namings.voice = 'reported' AND namings.whose IS NULL))
GROUP BY namings.concept, namings.term, namings.marks
ORDER BY concept_title, namings.concept, articles DESC, namings.term, namings.marks
