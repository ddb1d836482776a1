-- Outlets to choose from
-- The outlets that have articles here, by name.
--
-- rows: outlets
-- :story: a story's id, or nothing for all
SELECT outlets.id, outlets.name, counted.articles
FROM (
  SELECT outlet, count(*) AS articles FROM article_counts
  WHERE (story BETWEEN :story AND iif(:story = '', '~', :story) OR (:story = '' AND story IS NULL))
  GROUP BY outlet
) AS counted
JOIN outlets ON outlets.id = counted.outlet
ORDER BY outlets.name, outlets.id
