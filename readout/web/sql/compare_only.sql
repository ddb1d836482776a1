-- Only one of them
-- Claims that one of them carries and none of the others, with what is known of the others.
--
-- rows: claim_matrix?story=:story
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
stated AS MATERIALIZED (
  SELECT
    coverage.claim,
    chosen.side,
    max(coverage.stance <> 'absent') AS carries
  FROM chosen
  CROSS JOIN coverage ON coverage.article = chosen.article
  GROUP BY coverage.claim, chosen.side
),
alone AS (
  SELECT claim, max(CASE WHEN carries THEN side END) AS side, sum(NOT carries) AS others_absent
  FROM stated
  GROUP BY claim
  HAVING sum(carries) = 1
),
told AS MATERIALIZED (
  SELECT chosen.side, articles.story, articles.published_latest
  FROM chosen
  CROSS JOIN articles ON articles.id = chosen.article
),
unchecked AS (
  SELECT
    alone.claim,
    told.side,
    max(coalesce(told.published_latest < claims.known_from_earliest, 0)) AS early
  FROM alone
  CROSS JOIN claims ON claims.id = alone.claim
  CROSS JOIN told ON told.story = claims.story
  LEFT JOIN stated ON stated.claim = alone.claim AND stated.side = told.side
  WHERE stated.claim IS NULL
  GROUP BY alone.claim, told.side
)
SELECT
  alone.side,
  claims.id AS claim,
  claims.statement,
  alone.others_absent,
  coalesce(sum(unchecked.early), 0) AS others_too_early,
  coalesce(sum(NOT unchecked.early), 0) AS others_not_checked,
  (
    SELECT count(*) FROM chosen AS own
    JOIN articles ON articles.id = own.article
    WHERE own.side = alone.side AND articles.status = 'draft'
  ) AS drafts
FROM alone
JOIN claims ON claims.id = alone.claim
LEFT JOIN unchecked ON unchecked.claim = alone.claim
GROUP BY alone.claim
ORDER BY alone.side, alone.others_absent DESC, claims.id
