-- Outlet pairs
-- How often two outlets do the same with the claims that both were checked for, story by story. Read
-- it with the counts: a few claims make no law.
--
-- story: The story's id.
-- outlet_a: The first outlet's id.
-- outlet_b: The second outlet's id.
-- claims_compared: Claims that both outlets' articles were checked for, counted for each pair of articles.
-- same_stance: Both do the same with the claim.
-- both_carry: Both carry the claim, in whatever stance.
-- in_conflict: One takes it or passes it on, the other disputes or denies it.
-- only_a: The first carries it, the second does not.
-- only_b: The second carries it, the first does not.
-- neither: Neither carries it.
-- likeness: Same stance, as a share of the claims that at least one of them carries (0 to 1).
-- drafts: Articles of the two outlets on the story whose annotation is still a draft.
SELECT
  story,
  outlet_a,
  outlet_b,
  both_carry + only_a + only_b + neither AS claims_compared,
  same_stance,
  both_carry,
  in_conflict,
  only_a,
  only_b,
  neither,
  round(1.0 * (same_stance - neither) / nullif(both_carry + only_a + only_b, 0), 3) AS likeness,
  (
    SELECT count(*) FROM articles
    WHERE
      articles.story = pairs.story AND articles.outlet IN (pairs.outlet_a, pairs.outlet_b)
      AND articles.status = 'draft'
  ) AS drafts
FROM (
  SELECT
    listed.story,
    trim(CAST((SELECT value FROM json_each(pair.value) WHERE key = 0) AS TEXT), '"') AS outlet_a,
    trim(CAST((SELECT value FROM json_each(pair.value) WHERE key = 1) AS TEXT), '"') AS outlet_b,
    CAST((SELECT value FROM json_each(pair.value) WHERE key = 2) AS INTEGER) AS same_stance,
    CAST((SELECT value FROM json_each(pair.value) WHERE key = 3) AS INTEGER) AS both_carry,
    CAST((SELECT value FROM json_each(pair.value) WHERE key = 4) AS INTEGER) AS in_conflict,
    CAST((SELECT value FROM json_each(pair.value) WHERE key = 5) AS INTEGER) AS only_a,
    CAST((SELECT value FROM json_each(pair.value) WHERE key = 6) AS INTEGER) AS only_b,
    CAST((SELECT value FROM json_each(pair.value) WHERE key = 7) AS INTEGER) AS neither
  FROM (  -- a story's pairs as JSON, so that its rows are there before other stories are counted
    SELECT
      stories.id AS story,
      (
        SELECT
          '[' || group_concat(
            '["' || outlet_a || '","' || outlet_b || '",' || same_stance || ',' || both_carry || ',' || in_conflict || ','
            || only_a || ',' || only_b || ',' || neither || ']'
          ) || ']'
        FROM (
          SELECT
            articles_a.outlet AS outlet_a,
            articles_b.outlet AS outlet_b,
            sum(a.stance = b.stance) AS same_stance,
            sum(a.stance <> 'absent' AND b.stance <> 'absent') AS both_carry,
            sum(
              a.stance <> 'absent' AND b.stance <> 'absent'
              AND (a.stance IN ('asserts', 'attributes')) <> (b.stance IN ('asserts', 'attributes'))
            ) AS in_conflict,
            sum(a.stance <> 'absent' AND b.stance = 'absent') AS only_a,
            sum(a.stance = 'absent' AND b.stance <> 'absent') AS only_b,
            sum(a.stance = 'absent' AND b.stance = 'absent') AS neither
          FROM claims
          JOIN coverage AS a ON a.claim = claims.id
          JOIN coverage AS b ON b.claim = a.claim
          JOIN articles AS articles_a ON articles_a.id = a.article
          JOIN articles AS articles_b ON articles_b.id = b.article AND articles_b.outlet > articles_a.outlet
          WHERE claims.story = stories.id
          GROUP BY articles_a.outlet, articles_b.outlet
        ) AS counted
      ) AS found
    FROM stories
  ) AS listed
  JOIN json_each(listed.found) AS pair ON true
) AS pairs
