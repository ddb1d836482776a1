-- Likeness
-- Of the claims that both were checked for and at least one carries: the share in which both do the same.
--
-- rows: outlet_pairs?story=:story
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
findings AS MATERIALIZED (
  SELECT chosen.side, coverage.claim, coverage.article, coverage.stance, coverage.annotation_status
  FROM chosen
  CROSS JOIN coverage ON coverage.article = chosen.article
)
SELECT
  a.side AS side_a,
  b.side AS side_b,
  count(*) AS compared,
  sum(a.stance <> 'absent' OR b.stance <> 'absent') AS carried,
  sum(a.stance = b.stance AND a.stance <> 'absent') AS same,
  sum(
    a.stance <> 'absent' AND b.stance <> 'absent'
    AND (a.stance IN ('asserts', 'attributes')) <> (b.stance IN ('asserts', 'attributes'))
  ) AS in_conflict,
  sum(a.stance = 'absent' AND b.stance = 'absent') AS neither,
  round(
    1.0 * sum(a.stance = b.stance AND a.stance <> 'absent')
    / nullif(sum(a.stance <> 'absent' OR b.stance <> 'absent'), 0), 3
  ) AS likeness,
  count(DISTINCT CASE WHEN a.annotation_status = 'draft' THEN a.article END)
  + count(DISTINCT CASE WHEN b.annotation_status = 'draft' THEN b.article END) AS drafts
FROM findings AS a
JOIN findings AS b ON b.claim = a.claim AND b.side > a.side
GROUP BY a.side, b.side
ORDER BY likeness DESC, a.side, b.side
