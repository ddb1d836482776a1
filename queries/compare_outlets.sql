-- Two outlets on one story
-- What two outlets do with each claim of a story, side by side, the claims on which they differ first.
--
-- :story: a story's id; leave it empty for all stories.
-- :outlet_a: the first outlet's id, such as global-times.
-- :outlet_b: the second outlet's id, such as the-japan-news.
SELECT
  a.statement,
  a.cell AS first_outlet,
  a.value AS first_value,
  a.according_to AS first_according_to,
  b.cell AS second_outlet,
  b.value AS second_value,
  b.according_to AS second_according_to,
  a.annotation_status AS first_annotation_status,
  b.annotation_status AS second_annotation_status,
  a.claim
FROM claim_matrix AS a
JOIN claim_matrix AS b ON b.claim = a.claim AND b.outlet = :outlet_b
WHERE
  a.outlet = :outlet_a
  AND a.story BETWEEN :story AND iif(:story = '', '~', :story)  -- ~ comes after every id
ORDER BY a.story, a.cell = b.cell AND coalesce(a.value, '') = coalesce(b.value, ''), a.statement
