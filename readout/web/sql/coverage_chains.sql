-- Chains of coverage
-- Through whom articles have some claims, the outermost first.
--
-- :coverage: ids of rows of coverage as a JSON list
SELECT
  coverage_hops.coverage AS annotation,
  coverage_hops.seq,
  coverage_hops.actor,
  actors.name,
  coverage_hops.annotation_status
FROM coverage_hops
JOIN actors ON actors.id = coverage_hops.actor
WHERE coverage_hops.coverage IN (SELECT value FROM json_each(:coverage))
ORDER BY coverage_hops.coverage, coverage_hops.seq
