-- Drafts
-- How many articles the plots rest on, and how many of these have an annotation that is still a draft.
--
-- rows: articles?_facet=status
-- :story: a story's id, or nothing for all stories
SELECT count(*) AS articles, coalesce(sum(annotation_status = 'draft'), 0) AS drafts
FROM article_counts
WHERE (story BETWEEN :story AND iif(:story = '', '~', :story) OR (:story = '' AND story IS NULL))
