-- Likeness to other outlets
-- How often another outlet does the same with the claims that both were checked for, in the five stories of which this one
-- has most articles. Read the counts: a few claims make no law.
--
-- rows: outlet_pairs?_where=':outlet'+IN+(outlet_a,outlet_b)&_where=story+IN+(SELECT+story+FROM+article_counts+WHERE+outlet=':outlet')
-- :outlet: an outlet's id
WITH chosen AS MATERIALIZED (
  SELECT story FROM article_counts
  WHERE outlet = :outlet AND story IS NOT NULL
  GROUP BY story
  ORDER BY count(*) DESC, story
  LIMIT 5
),
own AS MATERIALIZED (
  SELECT claims.story, coverage.claim, coverage.stance, count(*) AS findings
  FROM chosen
  CROSS JOIN claims ON claims.story = chosen.story
  CROSS JOIN coverage ON coverage.claim = claims.id
  CROSS JOIN article_counts ON article_counts.article = coverage.article
  WHERE article_counts.outlet = :outlet
  GROUP BY coverage.claim, coverage.stance
),
pairs AS (
  SELECT
    own.story,
    article_counts.outlet AS other,
    sum(own.findings) AS claims_compared,
    sum(own.findings * (own.stance = theirs.stance)) AS same_stance,
    sum(own.findings * (own.stance <> 'absent' AND theirs.stance <> 'absent')) AS both_carry,
    sum(own.findings * (
      own.stance <> 'absent' AND theirs.stance <> 'absent'
      AND (own.stance IN ('asserts', 'attributes')) <> (theirs.stance IN ('asserts', 'attributes'))
    )) AS in_conflict,
    sum(own.findings * (own.stance <> 'absent' AND theirs.stance = 'absent')) AS only_this,
    sum(own.findings * (own.stance = 'absent' AND theirs.stance <> 'absent')) AS only_other,
    sum(own.findings * (own.stance = 'absent' AND theirs.stance = 'absent')) AS neither,
    round(
      1.0 * sum(own.findings * (own.stance = theirs.stance AND own.stance <> 'absent'))
      / nullif(sum(own.findings * (own.stance <> 'absent' OR theirs.stance <> 'absent')), 0), 3
    ) AS likeness
  FROM own
  CROSS JOIN coverage AS theirs ON theirs.claim = own.claim
  CROSS JOIN article_counts ON article_counts.article = theirs.article
  WHERE article_counts.outlet <> :outlet
  GROUP BY own.story, article_counts.outlet
)
SELECT
  pairs.*,
  (
    SELECT count(*) FROM article_counts
    WHERE
      article_counts.story = pairs.story AND article_counts.outlet IN (:outlet, pairs.other)
      AND article_counts.annotation_status = 'draft'
  ) AS drafts,
  outlets.name AS other_name,
  stories.title AS story_title
FROM pairs
JOIN outlets ON outlets.id = pairs.other
JOIN stories ON stories.id = pairs.story
ORDER BY pairs.story, pairs.likeness IS NULL, pairs.likeness DESC, pairs.claims_compared DESC, pairs.other
