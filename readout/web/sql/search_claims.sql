-- Claims
-- Propositions, and notes on them.
--
-- rows: claims?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
SELECT
  claims.id,
  claims.statement AS label,
  snippet(claims_fts, -1, :open, :close, '…', 24) AS found,
  'claims' AS page,
  claims.id AS target,
  claims.kind AS detail
FROM claims_fts
JOIN claims ON claims.rowid = claims_fts.rowid
WHERE
  claims_fts MATCH :match
  AND (
    :outlet || :first || :last = ''
    OR EXISTS (
      SELECT 1 FROM coverage JOIN articles ON articles.id = coverage.article
      WHERE
        coverage.claim = claims.id AND coverage.stance <> 'absent'
        AND (:outlet = '' OR articles.outlet = :outlet)
        AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
        AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
    )
  )
ORDER BY claims_fts.rank
