-- Disagreements
-- Two articles on the same claim, with a conflict: one takes it or passes it on and the other
-- disputes or denies it, or both give a value and the values differ: dates that can't be the same moment,
-- other numbers, other words.
--
-- claim: The claim's id.
-- statement: The claim.
-- conflict: stance or value.
-- article_a: The first article's id.
-- outlet_a: The first article's outlet.
-- stance_a: What the first article does with the claim.
-- value_a: The value that the first article gives.
-- according_to_a: Whose word the first article takes.
-- article_b: The second article's id.
-- outlet_b: The second article's outlet.
-- stance_b: What the second article does with the claim.
-- value_b: The value that the second article gives.
-- according_to_b: Whose word the second article takes.
-- annotation_status_a: How far the annotation of the first article has come: draft or reviewed.
-- annotation_status_b: How far the annotation of the second article has come: draft or reviewed.
-- story: The story's id.
-- sort: claim
WITH pairs AS (
  SELECT
    a.claim,
    a.article AS article_a,
    a.stance AS stance_a,
    a.value AS value_a,
    a.according_to AS actor_a,
    b.article AS article_b,
    b.stance AS stance_b,
    b.value AS value_b,
    b.according_to AS actor_b,
    CASE
      WHEN (a.stance IN ('asserts', 'attributes')) <> (b.stance IN ('asserts', 'attributes')) THEN 'stance'
      WHEN claims.value_type = 'date' AND (a.value_latest < b.value_earliest OR b.value_latest < a.value_earliest)
        THEN 'value'
      WHEN claims.value_type = 'number' AND a.value_number <> b.value_number THEN 'value'
      WHEN claims.value_type IN ('name', 'text') AND lower(a.value) <> lower(b.value) THEN 'value'
    END AS conflict
  FROM coverage AS a
  JOIN coverage AS b ON b.claim = a.claim AND b.article > a.article
  JOIN claims ON claims.id = a.claim
  JOIN claim_counts ON claim_counts.claim = a.claim AND (claim_counts.in_conflict OR claim_counts.values_differ)
  WHERE a.stance <> 'absent' AND b.stance <> 'absent'
)
SELECT
  pairs.claim,
  claims.statement,
  pairs.conflict,
  pairs.article_a,
  outlets_a.name AS outlet_a,
  pairs.stance_a,
  pairs.value_a,
  actors_a.name AS according_to_a,
  pairs.article_b,
  outlets_b.name AS outlet_b,
  pairs.stance_b,
  pairs.value_b,
  actors_b.name AS according_to_b,
  articles_a.status AS annotation_status_a,
  articles_b.status AS annotation_status_b,
  claims.story
FROM pairs
JOIN claims ON claims.id = pairs.claim
JOIN articles AS articles_a ON articles_a.id = pairs.article_a
JOIN articles AS articles_b ON articles_b.id = pairs.article_b
JOIN outlets AS outlets_a ON outlets_a.id = articles_a.outlet
JOIN outlets AS outlets_b ON outlets_b.id = articles_b.outlet
LEFT JOIN actors AS actors_a ON actors_a.id = pairs.actor_a
LEFT JOIN actors AS actors_b ON actors_b.id = pairs.actor_b
WHERE pairs.conflict IS NOT NULL
