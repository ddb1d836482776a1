-- Quotes by outlet
-- How often each outlet renders the actor's words, and how.
--
-- rows: source_mix?speaker=:actor
-- :actor: an actor's id
SELECT
  source_counts.outlet,
  outlets.name AS outlet_name,
  sum(source_counts.quotes) AS quotes,
  count(*) AS articles,
  (SELECT count(*) FROM articles AS every WHERE every.outlet = source_counts.outlet) AS articles_of_outlet,
  sum(source_counts.direct) AS direct,
  sum(source_counts.mixed) AS mixed,
  sum(source_counts.indirect) AS indirect,
  sum(source_counts.second_hand) AS second_hand,
  sum(source_counts.distancing) AS distancing,
  sum(source_counts.annotation_status = 'draft') AS drafts
FROM source_counts
JOIN outlets ON outlets.id = source_counts.outlet
WHERE source_counts.speaker = :actor
GROUP BY source_counts.outlet
ORDER BY 3 DESC, outlet_name, source_counts.outlet
