-- Whom it lets speak
-- The sources whose words its articles render, most first.
--
-- rows: source_mix?outlet=:outlet
-- :outlet: an outlet's id
SELECT
  source_counts.speaker,
  actors.name AS speaker_name,
  actors.affiliation,
  places.name AS country,
  source_counts.quotes,
  source_counts.articles,
  source_counts.drafts,
  source_counts.direct,
  source_counts.mixed,
  source_counts.indirect,
  source_counts.second_hand,
  source_counts.distancing,
  round(1.0 * source_counts.quotes / sum(source_counts.quotes) OVER (), 3) AS share
FROM (
  SELECT
    speaker,
    sum(quotes) AS quotes,
    count(*) AS articles,
    sum(annotation_status = 'draft') AS drafts,
    sum(direct) AS direct,
    sum(mixed) AS mixed,
    sum(indirect) AS indirect,
    sum(second_hand) AS second_hand,
    sum(distancing) AS distancing
  FROM source_counts
  WHERE outlet = :outlet
  GROUP BY speaker
) AS source_counts
LEFT JOIN actors ON actors.id = source_counts.speaker
LEFT JOIN places ON places.id = actors.country
ORDER BY source_counts.quotes DESC, speaker_name, source_counts.speaker
