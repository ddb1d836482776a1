-- What one article leaves out
-- Claims that other articles of the story carry and this one does not, those carried most first.
--
-- :article: an article's id; leave it empty for all.
SELECT
  outlets.name AS outlet,
  claims.statement,
  claims.kind,
  claim_counts.carried_by,
  claim_counts.looked_at,
  coverage.claim,
  coverage.article,
  coverage.annotation_status
FROM articles
CROSS JOIN coverage ON coverage.article = articles.id
JOIN claim_counts ON claim_counts.claim = coverage.claim AND claim_counts.carried_by > 0
JOIN claims ON claims.id = coverage.claim
JOIN outlets ON outlets.id = articles.outlet
WHERE
  articles.id BETWEEN :article AND iif(:article = '', '~', :article)  -- ~ comes after every id
  AND +coverage.stance = 'absent'
ORDER BY articles.id, claim_counts.carried_by DESC, claims.statement
