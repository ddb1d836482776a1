-- Too early, or not checked
-- Claims of the story without a finding here: the article could not have known them yet, or nobody looked.
--
-- rows: claim_matrix?article=:article&cell__in=too+early,not+checked
-- :article: an article's id
SELECT claim_matrix.claim, claim_matrix.statement, claim_matrix.cell, claims.known_from, claim_matrix.annotation_status
FROM claim_matrix
JOIN claims ON claims.id = claim_matrix.claim
WHERE claim_matrix.article = :article AND claim_matrix.cell IN ('too early', 'not checked')
ORDER BY claim_matrix.cell DESC, claims.known_from_earliest, claim_matrix.claim
