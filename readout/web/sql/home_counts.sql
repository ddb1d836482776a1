-- Counts
-- The numbers that matter.
--
SELECT
  count(*) AS articles,
  coalesce(sum(annotation_status = 'draft'), 0) AS drafts,
  (SELECT count(*) FROM outlets WHERE id IN (SELECT outlet FROM article_counts)) AS outlets,
  coalesce(sum(quotes), 0) AS quotes,
  (SELECT count(*) FROM claims) AS claims,
  coalesce(sum(asserts + attributes + disputes + denies + absent), 0) AS coverage,
  (SELECT count(*) FROM events) AS events,
  coalesce(sum(anchored), 0) AS anchored,
  coalesce(sum(evidence), 0) AS evidence
FROM article_counts
