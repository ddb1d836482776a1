-- Cells
-- What the articles do with the claims, each with its evidence.
--
-- :claims: claims' ids as a JSON list
-- :articles: articles' ids as a JSON list
SELECT
  claim_matrix.*,
  (
    SELECT group_concat(exact, ' … ')
    FROM (SELECT exact FROM evidence WHERE annotation = claim_matrix.coverage AND kind = 'coverage' ORDER BY seq)
  ) AS evidence
FROM claim_matrix
WHERE
  claim IN (SELECT value FROM json_each(:claims))
  AND article IN (SELECT value FROM json_each(:articles))
ORDER BY claim, article
