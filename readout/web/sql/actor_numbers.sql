-- In numbers
-- How often the dataset speaks of this actor, and in what way.
--
-- rows: actors/:actor
-- :actor: an actor's id
WITH
said AS (
  SELECT
    count(*) AS quotes,
    count(DISTINCT quotes.article) AS articles,
    count(DISTINCT articles.outlet) AS outlets,
    min(articles.published_earliest) AS first,
    max(articles.published_earliest) AS last
  FROM quotes JOIN articles ON articles.id = quotes.article
  WHERE quotes.speaker = :actor
)
SELECT
  said.*,
  (SELECT count(*) FROM articles) AS all_articles,
  (SELECT count(DISTINCT outlet) FROM articles) AS all_outlets,
  (SELECT count(*) FROM coverage WHERE according_to = :actor) AS claims,
  (SELECT count(*) FROM stances WHERE toward = :actor) AS stances,
  (SELECT count(DISTINCT event) FROM event_actors WHERE actor = :actor) AS events,
  (SELECT count(*) FROM quote_hops WHERE actor = :actor) AS passed_on,
  (SELECT count(*) FROM quote_joint_speakers WHERE actor = :actor) AS joint
FROM said
