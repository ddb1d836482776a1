-- What its sources belong to
-- The same quotes by what their sources belong to.
--
-- rows: source_mix?outlet=:outlet&_facet=affiliation
-- :outlet: an outlet's id
SELECT
  coalesce(actors.affiliation, 'not given') AS affiliation,
  count(*) AS quotes,
  count(DISTINCT quotes.speaker) AS speakers,
  count(DISTINCT CASE WHEN articles.status = 'draft' THEN articles.id END) AS drafts,
  round(1.0 * count(*) / sum(count(*)) OVER (), 3) AS share
FROM articles
JOIN quotes ON quotes.article = articles.id
LEFT JOIN actors ON actors.id = quotes.speaker
WHERE articles.outlet = :outlet
GROUP BY 1
ORDER BY quotes DESC, affiliation
