-- Concepts
-- Things that articles name differently.
--
-- rows: concepts?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
SELECT
  concepts.id,
  concepts.title AS label,
  snippet(concepts_fts, -1, :open, :close, '…', 24) AS found,
  'concepts' AS page,
  concepts.id AS target,
  NULL AS detail
FROM concepts_fts
JOIN concepts ON concepts.rowid = concepts_fts.rowid
WHERE
  concepts_fts MATCH :match
  AND (
    :outlet || :first || :last = ''
    OR EXISTS (
      SELECT 1 FROM namings JOIN articles ON articles.id = namings.article
      WHERE
        namings.concept = concepts.id
        AND (:outlet = '' OR articles.outlet = :outlet)
        AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
        AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
    )
  )
ORDER BY concepts_fts.rank
