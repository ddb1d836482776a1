-- Similarity
-- How often two outlets do the same with the claims that both were checked for. A likeness leaves out what neither carries.
--
-- rows: outlet_pairs?story=:story
-- :story: a story's id, or nothing for all stories
-- :most: how many outlets, those with the most findings first
WITH findings AS MATERIALIZED (
  SELECT articles.outlet, coverage.claim, coverage.stance
  FROM articles
  CROSS JOIN coverage ON coverage.article = articles.id
  WHERE articles.outlet IS NOT NULL AND (articles.story BETWEEN :story AND iif(:story = '', '~', :story) OR (:story = '' AND articles.story IS NULL))
),
ranked AS MATERIALIZED (
  SELECT findings.outlet, outlets.name, count(*) OVER () AS outlets_in_all
  FROM findings
  JOIN outlets ON outlets.id = findings.outlet
  GROUP BY findings.outlet
  ORDER BY count(*) DESC, findings.outlet
  LIMIT CAST(:most AS INTEGER)
),
kept AS MATERIALIZED (
  SELECT findings.outlet, findings.claim, findings.stance
  FROM findings
  JOIN ranked ON ranked.outlet = findings.outlet
),
drafts AS MATERIALIZED (
  SELECT outlet, count(*) AS articles
  FROM article_counts
  WHERE
    annotation_status = 'draft'
    AND (story BETWEEN :story AND iif(:story = '', '~', :story) OR (:story = '' AND story IS NULL))
  GROUP BY outlet
)
SELECT
  a.outlet AS outlet_a,
  (SELECT name FROM ranked WHERE ranked.outlet = a.outlet) AS outlet_a_name,
  b.outlet AS outlet_b,
  (SELECT name FROM ranked WHERE ranked.outlet = b.outlet) AS outlet_b_name,
  count(*) AS claims_compared,
  sum(a.stance = b.stance AND a.stance <> 'absent') AS same_carried,
  sum(a.stance <> 'absent' OR b.stance <> 'absent') AS carried,
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
  ) AS likeness,
  coalesce((SELECT sum(articles) FROM drafts WHERE drafts.outlet IN (a.outlet, b.outlet)), 0) AS drafts,
  (SELECT max(outlets_in_all) FROM ranked) AS outlets_in_all
FROM kept AS a
CROSS JOIN kept AS b ON b.claim = a.claim AND b.outlet > a.outlet
GROUP BY a.outlet, b.outlet
ORDER BY likeness DESC, outlet_a_name, outlet_b_name
