-- In numbers
-- How many articles of the story do what with the claim. Absent, not checked and too early are three different things.
--
-- rows: claim_matrix?claim=:claim&_facet=cell
-- :claim: a claim's id
SELECT
  cell,
  count(*) AS articles,
  count(DISTINCT outlet) AS outlets,
  sum(annotation_status = 'draft') AS drafts,
  sum(count(*)) OVER () AS articles_of_story
FROM claim_matrix
WHERE claim = :claim
GROUP BY cell
ORDER BY CASE cell
  WHEN 'asserts' THEN 0 WHEN 'attributes' THEN 1 WHEN 'disputes' THEN 2 WHEN 'denies' THEN 3
  WHEN 'absent' THEN 4 WHEN 'not checked' THEN 5 ELSE 6
END
