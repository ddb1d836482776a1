-- What they call the same thing
-- The terms for concepts that at least two of them name.
--
-- rows: naming_matrix
-- :by: article or outlet, what the ids are of
-- :ids: the ids as a JSON list
-- :story: a story's id, or nothing for all
WITH chosen AS MATERIALIZED (
  SELECT asked.value AS side, articles.id AS article
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.id = asked.value
  WHERE :by = 'article' AND (:story = '' OR articles.story = :story)
  UNION ALL
  SELECT asked.value, articles.id
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.outlet = asked.value
  WHERE :by = 'outlet' AND (:story = '' OR articles.story = :story)
),
named AS MATERIALIZED (
  SELECT chosen.side, namings.id, namings.concept
  FROM chosen
  CROSS JOIN namings ON namings.article = chosen.article
),
shared AS MATERIALIZED (SELECT concept FROM named GROUP BY concept HAVING count(DISTINCT side) > 1)
SELECT
  concepts.id AS concept,
  concepts.title,
  named.side,
  namings.article,
  namings.term,
  namings.voice,
  voices.name AS voice_of,
  owners.name AS whose,
  namings.marks,
  namings.note,
  namings.annotation_status,
  namings.id AS naming
FROM shared
CROSS JOIN named ON named.concept = shared.concept
CROSS JOIN namings ON namings.id = named.id
JOIN concepts ON concepts.id = namings.concept
LEFT JOIN actors AS voices ON voices.id = namings.voice_of
LEFT JOIN actors AS owners ON owners.id = namings.whose
ORDER BY concepts.title, concepts.id, namings.article, namings.term
