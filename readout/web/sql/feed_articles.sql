-- New articles
-- The articles with a date, those that appeared last first.
--
-- rows: articles?_sort_desc=published_earliest
SELECT
  articles.id,
  articles.headline,
  articles.summary,
  articles.outlet,
  outlets.name AS outlet_name,
  stories.title AS story_title,
  articles.published,
  articles.published_earliest,
  articles.language,
  articles.status,
  (SELECT count(*) FROM quotes WHERE quotes.article = articles.id) AS quotes,
  (SELECT count(*) FROM coverage WHERE coverage.article = articles.id) AS findings,
  (SELECT count(*) FROM mentions WHERE mentions.article = articles.id) AS mentions,
  (SELECT count(*) FROM namings WHERE namings.article = articles.id) AS namings,
  (SELECT count(*) FROM stances WHERE stances.article = articles.id) AS stances
FROM articles
LEFT JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN stories ON stories.id = articles.story
WHERE articles.published_earliest IS NOT NULL
ORDER BY articles.published_earliest DESC, articles.id
