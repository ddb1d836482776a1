-- Claim counts
-- How many articles were looked at for each claim, what they do with it, and whether they conflict. The build keeps
-- these rows, so that pages need not count.
--
-- claim: The claim's id.
-- story: The story's id.
-- kind: What sort of proposition it is.
-- looked_at: How many articles were looked at for it.
-- carried_by: How many of them carry it, in whatever stance.
-- taken_by: How many take it or pass it on.
-- contested_by: How many dispute or deny it.
-- in_conflict: 1 where some take it or pass it on and others dispute or deny it.
-- values_differ: 1 where the values that articles give can't all be right.
-- sort: claim
-- stored: claim
-- indexes: story carried_by, values_differ claim, in_conflict claim
SELECT
  claims.id AS claim,
  min(claims.story) AS story,
  min(claims.kind) AS kind,
  count(coverage.id) AS looked_at,
  coalesce(sum(coverage.stance <> 'absent'), 0) AS carried_by,
  coalesce(sum(coverage.stance IN ('asserts', 'attributes')), 0) AS taken_by,
  coalesce(sum(coverage.stance IN ('disputes', 'denies')), 0) AS contested_by,
  coalesce(max(coverage.stance IN ('asserts', 'attributes')) AND max(coverage.stance IN ('disputes', 'denies')), 0)
    AS in_conflict,
  coalesce(
    CASE min(claims.value_type)
      WHEN 'date' THEN
        max(CASE WHEN coverage.stance <> 'absent' THEN coverage.value_earliest END)
        > min(CASE WHEN coverage.stance <> 'absent' THEN coverage.value_latest END)
      WHEN 'number' THEN
        max(CASE WHEN coverage.stance <> 'absent' THEN coverage.value_number END)
        <> min(CASE WHEN coverage.stance <> 'absent' THEN coverage.value_number END)
      WHEN 'name' THEN count(DISTINCT CASE WHEN coverage.stance <> 'absent' THEN lower(coverage.value) END) > 1
      WHEN 'text' THEN count(DISTINCT CASE WHEN coverage.stance <> 'absent' THEN lower(coverage.value) END) > 1
    END, 0
  ) AS values_differ
FROM claims
LEFT JOIN coverage ON coverage.claim = claims.id
GROUP BY claims.id
