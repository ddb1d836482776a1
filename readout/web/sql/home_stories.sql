-- Stories
-- Chains of events that several outlets report, and that articles are compared on.
--
-- rows: stories
SELECT
  stories.id,
  stories.title,
  stories.summary,
  stories.started,
  (SELECT count(*) FROM articles WHERE articles.story = stories.id) AS articles,
  (SELECT count(DISTINCT articles.outlet) FROM articles WHERE articles.story = stories.id) AS outlets,
  (SELECT count(*) FROM events WHERE events.story = stories.id) AS events,
  (SELECT count(*) FROM claims WHERE claims.story = stories.id) AS claims
FROM stories
ORDER BY stories.started_earliest DESC, stories.id
