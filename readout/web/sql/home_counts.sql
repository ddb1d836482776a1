-- Counts
-- The numbers that matter.
--
SELECT
  (SELECT count(*) FROM articles) AS articles,
  (SELECT count(*) FROM articles WHERE status = 'draft') AS drafts,
  (SELECT count(*) FROM outlets WHERE id IN (SELECT outlet FROM articles)) AS outlets,
  (SELECT count(*) FROM quotes) AS quotes,
  (SELECT count(*) FROM claims) AS claims,
  (SELECT count(*) FROM coverage) AS coverage,
  (SELECT count(*) FROM events) AS events,
  (SELECT count(*) FROM evidence WHERE start IS NOT NULL) AS anchored,
  (SELECT count(*) FROM evidence) AS evidence
