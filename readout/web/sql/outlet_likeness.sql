-- Likeness to other outlets
-- How often another outlet does the same with the claims that both were checked for. Read the counts: a few claims make no law.
--
-- rows: outlet_pairs?_where=':outlet'+IN+(outlet_a,outlet_b)
-- :outlet: an outlet's id
WITH pairs AS (
  SELECT
    story, outlet_b AS other, claims_compared, same_stance, both_carry, in_conflict,
    only_a AS only_this, only_b AS only_other, neither, likeness, drafts
  FROM outlet_pairs WHERE outlet_a = :outlet
  UNION ALL
  SELECT
    story, outlet_a, claims_compared, same_stance, both_carry, in_conflict, only_b, only_a, neither, likeness, drafts
  FROM outlet_pairs WHERE outlet_b = :outlet
)
SELECT pairs.*, outlets.name AS other_name, stories.title AS story_title
FROM pairs
JOIN outlets ON outlets.id = pairs.other
JOIN stories ON stories.id = pairs.story
ORDER BY pairs.story, pairs.likeness IS NULL, pairs.likeness DESC, pairs.claims_compared DESC, pairs.other
