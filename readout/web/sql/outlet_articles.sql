-- Articles
-- The outlet's articles in the dataset, the latest first.
--
-- rows: articles?outlet=:outlet
-- :outlet: an outlet's id
SELECT
  articles.id,
  articles.headline,
  articles.published,
  articles.status,
  articles.story,
  stories.title AS story_title,
  articles.quoted_share,
  (SELECT count(*) FROM quotes WHERE quotes.article = articles.id) AS quotes,
  (SELECT count(*) FROM coverage WHERE coverage.article = articles.id AND stance <> 'absent') AS claims,
  (SELECT count(*) FROM coverage WHERE coverage.article = articles.id) AS checked
FROM articles
JOIN stories ON stories.id = articles.story
WHERE articles.outlet = :outlet
ORDER BY articles.published_earliest DESC, articles.id
