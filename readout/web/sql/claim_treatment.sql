-- Article by article
-- What every article of the story does with the claim, with its words, on whose word, and through whom.
--
-- rows: claim_matrix?claim=:claim
-- :claim: a claim's id
-- :cell: one sort of cell only, or nothing
SELECT
  claim_matrix.*,
  articles.headline,
  articles.published,
  articles.status,
  coverage.according_to AS according_to_id,
  (
    SELECT group_concat(exact, ' … ')
    FROM (
      SELECT exact FROM evidence
      WHERE article = claim_matrix.article AND annotation = claim_matrix.coverage AND kind = 'coverage' ORDER BY seq
    )
  ) AS evidence
FROM claim_matrix
JOIN articles ON articles.id = claim_matrix.article
LEFT JOIN coverage ON coverage.id = claim_matrix.coverage
WHERE claim_matrix.claim = :claim AND (:cell = '' OR claim_matrix.cell = :cell)
ORDER BY
  CASE claim_matrix.cell
    WHEN 'asserts' THEN 0 WHEN 'attributes' THEN 1 WHEN 'disputes' THEN 2 WHEN 'denies' THEN 3
    WHEN 'absent' THEN 4 WHEN 'not checked' THEN 5 ELSE 6
  END,
  articles.published_earliest, claim_matrix.article
