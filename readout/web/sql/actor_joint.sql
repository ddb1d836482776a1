-- Said together with others
-- Words that an article gives as said by this actor together with somebody else.
--
-- rows: quote_joint_speakers?actor=:actor
-- :actor: an actor's id
SELECT
  quotes.id,
  quotes.words,
  quotes.exact,
  quotes.type,
  others.actor AS other,
  actors.name AS other_name,
  quotes.utterance,
  quotes.article,
  articles.headline,
  articles.published,
  outlets.name AS outlet_name,
  articles.status AS annotation_status
FROM (
  SELECT mine.quote, quotes.speaker AS actor
  FROM quote_joint_speakers AS mine JOIN quotes ON quotes.id = mine.quote
  WHERE mine.actor = :actor AND quotes.speaker IS NOT NULL
  UNION
  SELECT mine.quote, second.actor
  FROM quote_joint_speakers AS mine
  JOIN quote_joint_speakers AS second ON second.quote = mine.quote AND second.actor <> :actor
  WHERE mine.actor = :actor
  UNION
  SELECT quotes.id, second.actor
  FROM quotes JOIN quote_joint_speakers AS second ON second.quote = quotes.id
  WHERE quotes.speaker = :actor
) AS others
JOIN quotes ON quotes.id = others.quote
JOIN actors ON actors.id = others.actor
JOIN articles ON articles.id = quotes.article
JOIN outlets ON outlets.id = articles.outlet
ORDER BY articles.published_earliest, quotes.article, quotes.id, actors.name
