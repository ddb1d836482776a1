-- Quotes
-- Renderings of the actor's words, in the order in which the articles appeared.
--
-- rows: quotes?speaker=:actor
-- :actor: an actor's id
SELECT
  quotes.id,
  quotes.words,
  quotes.exact,
  quotes.type,
  quotes.cue,
  quotes.distance,
  quotes.negated,
  quotes.hypothetical,
  quotes.utterance,
  utterances.title AS utterance_title,
  quotes.article,
  articles.headline,
  articles.published,
  articles.status,
  articles.outlet,
  outlets.name AS outlet_name
FROM quotes
JOIN articles ON articles.id = quotes.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN utterances ON utterances.id = quotes.utterance
WHERE quotes.speaker = :actor
ORDER BY articles.published_earliest, quotes.article, quotes.id
