-- Facts
-- The bibliographic facts of the articles that are compared.
--
-- rows: articles
-- :by: article or outlet, what the ids are of
-- :ids: the ids as a JSON list
-- :story: a story's id, or nothing for all
WITH chosen AS MATERIALIZED (
  SELECT asked.value AS side, articles.id AS article
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.id = asked.value
  WHERE :by = 'article' AND (:story = '' OR articles.story = :story)
  UNION ALL
  SELECT asked.value, articles.id
  FROM json_each(:ids) AS asked
  CROSS JOIN articles ON articles.outlet = asked.value
  WHERE :by = 'outlet' AND (:story = '' OR articles.story = :story)
)
SELECT
  chosen.side,
  articles.id AS article,
  articles.headline,
  articles.outlet,
  outlets.name AS outlet_name,
  outlets.kind AS outlet_kind,
  outlets.state_media,
  places.name AS country,
  articles.published,
  articles.language,
  articles.genre,
  articles.section,
  articles.digital_source_type,
  articles.url,
  articles.status,
  articles.text_length,
  articles.quoted_share,
  articles.story,
  stories.title AS story_title,
  origins.name AS wire_origin,
  (
    SELECT group_concat(line, '; ')
    FROM (
      SELECT DISTINCT article_credits.name || ' (' || article_credits.role || ')' AS line
      FROM article_credits WHERE article_credits.article = articles.id
    )
  ) AS credits,
  (SELECT count(*) FROM quotes WHERE quotes.article = articles.id) AS quotes,
  (SELECT count(*) FROM coverage WHERE coverage.article = articles.id AND coverage.stance <> 'absent') AS carried,
  (SELECT count(*) FROM coverage WHERE coverage.article = articles.id) AS checked
FROM chosen
JOIN articles ON articles.id = chosen.article
LEFT JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN places ON places.id = outlets.country
LEFT JOIN stories ON stories.id = articles.story
LEFT JOIN outlets AS origins ON origins.id = articles.wire_origin
ORDER BY articles.published_earliest, articles.id
