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
    count(DISTINCT namings.article) AS articles,
    count(DISTINCT CASE WHEN article_counts.annotation_status = 'draft' THEN namings.article END) AS drafts,
    sum(namings.voice = 'own') AS in_own_voice,
    sum(namings.voice = 'reported') AS in_report
  FROM article_counts
  CROSS JOIN namings ON namings.article = article_counts.article
  WHERE
    article_counts.outlet = :outlet
    AND (+namings.voice = 'own' OR (+namings.voice = 'reported' AND namings.whose IS NULL))
  GROUP BY namings.concept, namings.term, namings.marks
),
ordered AS (
  SELECT concepts.title AS concept_title, named.*
  FROM named
  CROSS JOIN concepts ON concepts.id = named.concept
  ORDER BY concepts.title, named.concept, named.articles DESC, named.term, named.marks
)
SELECT
  ordered.*,
  (
    SELECT count(DISTINCT every.article) FROM namings AS every
    CROSS JOIN article_counts ON article_counts.article = every.article
    WHERE every.concept = ordered.concept AND article_counts.outlet = :outlet
  ) AS articles_naming
FROM ordered
