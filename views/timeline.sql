-- Timeline
-- The events of a story in the order of time, each with the articles that speak of it: planned in
-- one, past in another, disputed in a third; the date as worded and as resolved.
--
-- earliest: The first second that the event's date may mean, in UTC.
-- event: The event's id.
-- title: The event.
-- type: What happened (PLOVER).
-- date: The event's date (EDTF), in its time zone.
-- time_zone: The time zone of the event's date.
-- place: Where it happened.
-- article: The id of an article that speaks of it.
-- outlet_name: The article's outlet.
-- status: How the article places it in time and reality.
-- factuality: How certain the article presents it to be (FactBank).
-- according_to: On whose word the article reports it.
-- date_worded: The date as the article words it.
-- date_resolved: That date as resolved (EDTF).
-- disputed_aspects: How many aspects of it the article presents as disputed.
-- mention: The id of the row behind it, in the table mentions.
-- annotation_status: How far the annotation of the article that speaks of it has come: draft or reviewed.
-- story: The story's id.
-- facets: story, status
-- sort: earliest
SELECT
  events.date_earliest AS earliest,
  events.id AS event,
  events.title,
  events.type,
  events.date,
  events.time_zone,
  (SELECT name FROM places WHERE places.id = events.place) AS place,
  mentions.article,
  (
    SELECT name FROM outlets
    WHERE outlets.id = (SELECT outlet FROM articles WHERE articles.id = mentions.article)
  ) AS outlet_name,
  mentions.status,
  mentions.factuality,
  (SELECT name FROM actors WHERE actors.id = mentions.according_to) AS according_to,
  mentions.date_worded,
  mentions.date AS date_resolved,
  (SELECT count(*) FROM mention_disputes WHERE mention_disputes.mention = mentions.id) AS disputed_aspects,
  mentions.id AS mention,
  mentions.annotation_status,
  events.story
FROM events
LEFT JOIN mentions ON mentions.event = events.id
