-- Articles
-- The articles of the story, the earliest first.
--
-- rows: articles?story=:story
-- :story: a story's id
SELECT
  articles.id,
  articles.headline,
  articles.outlet,
  outlets.name AS outlet_name,
  articles.published,
  articles.status,
  articles.quoted_share,
  articles.digital_source_type,
  (SELECT count(*) FROM quotes WHERE quotes.article = articles.id) AS quotes,
  (SELECT count(*) FROM coverage WHERE coverage.article = articles.id AND stance <> 'absent') AS claims
FROM articles
JOIN outlets ON outlets.id = articles.outlet
WHERE articles.story = :story
ORDER BY articles.published_earliest, articles.id
