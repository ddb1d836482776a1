-- What the articles say of it
-- Every mention of the event: as planned, as reported or as something else, in the article's own words and as resolved.
--
-- rows: mentions?event=:event
-- :event: an event's id
SELECT
  mentions.*,
  articles.headline,
  articles.published,
  articles.status AS article_status,
  articles.outlet,
  outlets.name AS outlet_name,
  actors.name AS according_to_name,
  CASE
    WHEN mentions.status IN ('past', 'ongoing', 'historical') THEN 'Reported'
    WHEN mentions.status = 'future' THEN 'Planned or expected'
    WHEN mentions.status = 'negation' THEN 'Said not to have happened'
    ELSE 'Talked of as a possibility'
  END AS standing,
  (
    SELECT group_concat(aspect, ', ')
    FROM (SELECT aspect FROM mention_disputes WHERE mention_disputes.mention = mentions.id ORDER BY seq)
  ) AS disputed,
  (
    SELECT group_concat(exact, ' … ')
    FROM (
      SELECT exact FROM evidence
      WHERE article = mentions.article AND annotation = mentions.id AND kind = 'mention' ORDER BY seq
    )
  ) AS evidence
FROM mentions
JOIN articles ON articles.id = mentions.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = mentions.according_to
WHERE mentions.event = :event
ORDER BY
  CASE mentions.status WHEN 'future' THEN 0 WHEN 'hypothetical' THEN 1 WHEN 'negation' THEN 3 ELSE 2 END,
  articles.published_earliest, mentions.article, mentions.id
