-- Rows to draw
-- How many rows the plots of the whole dataset would be drawn from.
--
-- rows: article_counts
SELECT
  count(*) AS articles,
  coalesce(sum(mentions), 0) AS mentions,
  coalesce(sum(stances), 0) AS stances,
  coalesce(sum(quotes), 0) AS quotes,
  coalesce(sum(asserts + attributes + disputes + denies + absent), 0) AS findings
FROM article_counts
