-- Events reported on this actor's word
-- Mentions of events that an article makes according to this actor.
--
-- rows: mentions?according_to=:actor
-- :actor: an actor's id
SELECT
  mentions.id,
  mentions.event,
  events.title,
  mentions.status,
  mentions.factuality,
  mentions.article,
  articles.headline,
  outlets.name AS outlet_name,
  articles.status AS annotation_status
FROM mentions
JOIN events ON events.id = mentions.event
JOIN articles ON articles.id = mentions.article
JOIN outlets ON outlets.id = articles.outlet
WHERE mentions.according_to = :actor
ORDER BY events.date_earliest, mentions.event, articles.published_earliest, mentions.id
