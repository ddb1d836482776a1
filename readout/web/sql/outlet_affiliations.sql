-- What its sources belong to
-- The same quotes by what their sources belong to.
--
-- rows: source_mix?outlet=:outlet&_facet=affiliation
-- :outlet: an outlet's id
SELECT
  coalesce(actors.affiliation, 'not given') AS affiliation,
  sum(source_counts.quotes) AS quotes,
  count(DISTINCT source_counts.speaker) AS speakers,
  count(DISTINCT CASE WHEN source_counts.annotation_status = 'draft' THEN source_counts.article END) AS drafts,
  round(1.0 * sum(source_counts.quotes) / sum(sum(source_counts.quotes)) OVER (), 3) AS share
FROM source_counts
LEFT JOIN actors ON actors.id = source_counts.speaker
WHERE source_counts.outlet = :outlet
GROUP BY 1
ORDER BY 2 DESC, affiliation
