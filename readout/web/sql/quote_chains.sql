-- Chains of quotes
-- Through whom the words of some quotes came, the outermost first.
--
-- :quotes: quotes' ids as a JSON list
SELECT quote_hops.quote AS annotation, quote_hops.seq, quote_hops.actor, actors.name, quote_hops.annotation_status
FROM quote_hops
JOIN actors ON actors.id = quote_hops.actor
WHERE quote_hops.quote IN (SELECT value FROM json_each(:quotes))
ORDER BY quote_hops.quote, quote_hops.seq
