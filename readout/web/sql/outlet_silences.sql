-- What it leaves out most
-- Claims that a curator looked for in its articles and did not find, while others carry them; those carried most come first.
--
-- rows: silences?outlet=:outlet
-- :outlet: an outlet's id
WITH left_out AS (
  SELECT
    coverage.claim,
    count(*) AS left_out,
    min(coverage.article) AS article,
    sum(article_counts.annotation_status = 'draft') AS drafts
  FROM article_counts
  CROSS JOIN coverage ON coverage.article = article_counts.article AND +coverage.stance = 'absent'
  WHERE article_counts.outlet = :outlet AND article_counts.absent > 0
  GROUP BY coverage.claim
)
SELECT
  left_out.claim,
  claims.statement,
  claim_counts.kind,
  claim_counts.carried_by,
  claim_counts.looked_at,
  left_out.left_out,
  left_out.article,
  left_out.drafts
FROM left_out
JOIN claim_counts ON claim_counts.claim = left_out.claim AND claim_counts.carried_by > 0
JOIN claims ON claims.id = left_out.claim
ORDER BY
  claim_counts.carried_by DESC, 1.0 * claim_counts.carried_by / claim_counts.looked_at DESC, left_out.claim
