-- Left out
-- Claims that other articles carry, and that a curator looked for here and did not find.
--
-- rows: silences?story=:story
-- :story: a story's id
SELECT * FROM silences WHERE story = :story ORDER BY outlet_name, article, carried_by DESC, claim
