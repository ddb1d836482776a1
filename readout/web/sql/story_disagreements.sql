-- Disagreements
-- Two articles on the same claim, with a conflict of stance or of value.
--
-- rows: disagreements?story=:story
-- :story: a story's id
SELECT * FROM disagreements WHERE story = :story ORDER BY conflict, claim, article_a, article_b
