-- Claims
-- The claims of the story: first those on which articles conflict, then those that most articles carry.
--
-- rows: claim_matrix?story=:story
-- :story: a story's id
-- :kind: a kind of claim, or nothing
-- :cell: a cell that at least one of the outlets must have, or nothing
-- :outlets: outlets' ids as a JSON list, or an empty list for all
WITH looked AS (
  SELECT
    claims.id AS claim,
    CASE claims.value_type
      WHEN 'date' THEN max(coverage.value_earliest) > min(coverage.value_latest)
      WHEN 'number' THEN min(coverage.value_number) <> max(coverage.value_number)
      ELSE count(DISTINCT lower(coverage.value)) > 1
    END AS values_differ,
    sum(coverage.stance IN ('asserts', 'attributes')) AS taken,
    sum(coverage.stance IN ('disputes', 'denies')) AS contested,
    sum(coverage.stance <> 'absent') AS carried,
    count(coverage.id) AS checked
  FROM claims
  LEFT JOIN coverage ON coverage.claim = claims.id
  WHERE claims.story = :story
  GROUP BY claims.id
)
SELECT
  claims.id AS claim,
  claims.statement,
  claims.kind,
  coalesce(looked.values_differ, 0) AS values_differ,
  looked.carried,
  looked.checked,
  CASE WHEN looked.taken > 0 AND looked.contested > 0 THEN 1 ELSE 0 END AS in_conflict
FROM looked
JOIN claims ON claims.id = looked.claim
WHERE
  (:kind = '' OR claims.kind = :kind)
  AND (
    :cell = '' OR EXISTS (
      SELECT 1 FROM claim_matrix
      WHERE
        claim_matrix.claim = claims.id AND claim_matrix.cell = :cell
        AND (:outlets = '[]' OR claim_matrix.outlet IN (SELECT value FROM json_each(:outlets)))
    )
  )
ORDER BY
  in_conflict DESC, values_differ DESC, looked.contested DESC, looked.carried DESC, claims.id
