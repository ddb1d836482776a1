-- Utterances
-- What was said or written: titles, originals, notes.
--
-- rows: utterances?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
SELECT
  utterances.id,
  utterances.title AS label,
  snippet(utterances_fts, -1, :open, :close, '…', 24) AS found,
  'utterances' AS page,
  utterances.id AS target,
  utterances.date AS detail
FROM utterances_fts
JOIN utterances ON utterances.rowid = utterances_fts.rowid
WHERE
  utterances_fts MATCH :match
  AND (
    :outlet || :first || :last = ''
    OR EXISTS (
      SELECT 1 FROM quotes JOIN articles ON articles.id = quotes.article
      WHERE
        quotes.utterance = utterances.id
        AND (:outlet = '' OR articles.outlet = :outlet)
        AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
        AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
    )
  )
ORDER BY utterances_fts.rank
