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
  listed.story,
  pair.value ->> 0 AS outlet_a,
  pair.value ->> 1 AS outlet_b,
  CAST(pair.value ->> 2 AS INTEGER) AS claims_compared,
  CAST(pair.value ->> 3 AS INTEGER) AS same_stance,
  CAST(pair.value ->> 4 AS INTEGER) AS both_carry,
  CAST(pair.value ->> 5 AS INTEGER) AS in_conflict,
  CAST(pair.value ->> 6 AS INTEGER) AS only_a,
  CAST(pair.value ->> 7 AS INTEGER) AS only_b,
  CAST(pair.value ->> 8 AS INTEGER) AS neither,
  CAST(pair.value ->> 9 AS DOUBLE) AS likeness,
  (
    SELECT count(*) FROM articles
    WHERE
      articles.story = listed.story AND articles.outlet IN (pair.value ->> 0, pair.value ->> 1)
      AND articles.status = 'draft'
  ) AS drafts
FROM (  -- a story's pairs as JSON, so that its rows are there before other stories are counted
  SELECT
    stories.id AS story,
    (
      SELECT
        json_group_array(json_array(
          outlet_a, outlet_b, claims_compared, same_stance, both_carry, in_conflict, only_a, only_b, neither, likeness
        ))
      FROM (
        SELECT
          articles_a.outlet AS outlet_a,
          articles_b.outlet AS outlet_b,
          count(*) AS claims_compared,
          sum(a.stance = b.stance) AS same_stance,
          sum(a.stance <> 'absent' AND b.stance <> 'absent') AS both_carry,
          sum(
            a.stance <> 'absent' AND b.stance <> 'absent'
            AND (a.stance IN ('asserts', 'attributes')) <> (b.stance IN ('asserts', 'attributes'))
          ) AS in_conflict,
          sum(a.stance <> 'absent' AND b.stance = 'absent') AS only_a,
          sum(a.stance = 'absent' AND b.stance <> 'absent') AS only_b,
          sum(a.stance = 'absent' AND b.stance = 'absent') AS neither,
          round(
            1.0 * sum(a.stance = b.stance AND a.stance <> 'absent')
            / nullif(sum(a.stance <> 'absent' OR b.stance <> 'absent'), 0), 3
          ) AS likeness
        FROM claims
        JOIN coverage AS a ON a.claim = claims.id
        JOIN coverage AS b ON b.claim = a.claim
        JOIN articles AS articles_a ON articles_a.id = a.article
        JOIN articles AS articles_b ON articles_b.id = b.article AND articles_b.outlet > articles_a.outlet
        WHERE claims.story = stories.id
        GROUP BY articles_a.outlet, articles_b.outlet
      ) AS counted
    ) AS pairs
  FROM stories
) AS listed
JOIN json_each(listed.pairs) AS pair ON true
