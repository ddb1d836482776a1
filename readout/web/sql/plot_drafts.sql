-- Drafts
-- How many articles the plots rest on, and how many of these have an annotation that is still a draft.
--
-- rows: articles?_facet=status
-- :story: a story's id, or nothing for all stories
SELECT count(*) AS articles, coalesce(sum(status = 'draft'), 0) AS drafts
FROM articles
WHERE :story = '' OR story = :story
