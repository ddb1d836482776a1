-- Its own words for things
-- Terms in the outlet's own voice, and terms of its own inside what it reports of others.
--
-- rows: naming_matrix?outlet=:outlet
-- :outlet: an outlet's id
WITH
named AS MATERIALIZED (
  SELECT
    namings.concept,
    namings.term,
    namings.marks,
    namings.voice,
    namings.article,
    articles.status,
    namings.voice = 'own' OR (namings.voice = 'reported' AND namings.whose IS NULL) AS is_own
  FROM articles
  JOIN namings ON namings.article = articles.id
  WHERE articles.outlet = :outlet
),
sizes AS (SELECT concept, count(DISTINCT article) AS articles FROM named GROUP BY concept)
SELECT
  named.concept,
  concepts.title AS concept_title,
  named.term,
  named.marks,
  count(DISTINCT named.article) AS articles,
  count(DISTINCT CASE WHEN named.status = 'draft' THEN named.article END) AS drafts,
  sum(named.voice = 'own') AS in_own_voice,
  sum(named.voice = 'reported') AS in_report,
  sizes.articles AS articles_naming
FROM named
JOIN concepts ON concepts.id = named.concept
JOIN sizes ON sizes.concept = named.concept
WHERE named.is_own
GROUP BY named.concept, named.term, named.marks
ORDER BY concept_title, named.concept, articles DESC, named.term, named.marks
