-- Articles
-- The outlet's articles in the dataset, the latest first.
--
-- rows: articles?outlet=:outlet
-- :outlet: an outlet's id
WITH
latest AS MATERIALIZED (
  SELECT id, headline, published, status, story, quoted_share
  FROM articles
  WHERE outlet = :outlet AND story IS NOT NULL
  ORDER BY published_earliest DESC, id
)
SELECT
  latest.id,
  latest.headline,
  latest.published,
  latest.status,
  latest.story,
  stories.title AS story_title,
  latest.quoted_share,
  article_counts.quotes,
  asserts + attributes + disputes + denies AS claims,
  asserts + attributes + disputes + denies + absent AS checked
FROM latest
CROSS JOIN stories ON stories.id = latest.story
CROSS JOIN article_counts ON article_counts.article = latest.id
