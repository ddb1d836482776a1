-- The terms
-- Each term, how many articles use it, and in whose voice.
--
-- rows: namings?concept=:concept
-- :concept: a concept's id
SELECT
  namings.term,
  count(*) AS namings,
  count(DISTINCT namings.article) AS articles,
  count(DISTINCT articles.outlet) AS outlets,
  sum(namings.voice = 'own') AS own,
  sum(namings.voice = 'reported') AS reported,
  sum(namings.voice = 'quoted') AS quoted,
  sum(coalesce(namings.marks, '') IN ('scare', 'hedge')) AS kept_at_distance,
  count(DISTINCT CASE WHEN articles.status = 'draft' THEN articles.id END) AS drafts
FROM namings
JOIN articles ON articles.id = namings.article
WHERE namings.concept = :concept
GROUP BY namings.term
ORDER BY articles DESC, namings.term
