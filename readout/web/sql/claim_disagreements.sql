-- In conflict
-- Pairs of articles that conflict on this claim, by stance or by value.
--
-- rows: disagreements?claim=:claim
-- :claim: a claim's id
SELECT disagreements.*, a.according_to AS actor_a, b.according_to AS actor_b
FROM disagreements
JOIN coverage AS a ON a.claim = disagreements.claim AND a.article = disagreements.article_a
JOIN coverage AS b ON b.claim = disagreements.claim AND b.article = disagreements.article_b
WHERE disagreements.claim = :claim
ORDER BY disagreements.conflict, disagreements.article_a, disagreements.article_b
