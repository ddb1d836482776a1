-- All renderings of an utterance
-- How each article renders something that was said or written once, with what was done to the words.
--
-- :utterance: an utterance's id, such as us-readout-discussed; leave it empty for all.
SELECT
  utterances.title AS utterance,
  outlets.name AS outlet,
  quotes.type,
  quotes.cue,
  quotes.words,
  (
    SELECT group_concat(alteration, ' + ')
    FROM (SELECT alteration FROM quote_alterations WHERE quote = quotes.id ORDER BY seq)
  ) AS alterations,
  utterances.original,
  quotes.annotation_status,
  quotes.id AS quote
FROM quotes
JOIN utterances ON utterances.id = quotes.utterance
JOIN articles ON articles.id = quotes.article
JOIN outlets ON outlets.id = articles.outlet
WHERE utterances.id BETWEEN :utterance AND iif(:utterance = '', '~', :utterance)  -- ~ comes after every id
ORDER BY utterances.id, length(quotes.words) DESC, quotes.id
