-- Timeline
-- The events in the order of time and the outlets that speak of them: reported, planned, supposed or denied.
--
-- rows: timeline?story=:story
-- :story: a story's id, or nothing for all stories
SELECT
  timeline.event,
  timeline.title,
  timeline.type,
  timeline.date,
  timeline.time_zone,
  timeline.earliest,
  timeline.article,
  articles.outlet,
  timeline.outlet_name,
  timeline.status,
  timeline.factuality,
  timeline.according_to,
  timeline.date_worded,
  timeline.disputed_aspects,
  timeline.mention,
  timeline.annotation_status,
  articles.published,
  articles.published_earliest
FROM timeline
LEFT JOIN articles ON articles.id = timeline.article
WHERE (timeline.story BETWEEN :story AND iif(:story = '', '~', :story) OR (:story = '' AND timeline.story IS NULL))
ORDER BY timeline.earliest IS NULL, timeline.earliest, timeline.event, articles.published_earliest, timeline.article
