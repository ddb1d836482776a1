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
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM utterances_fts
  WHERE
    utterances_fts MATCH :match
    AND (
      :outlet || :first || :last = ''
      OR +utterances_fts.rowid IN (
        SELECT utterances.rowid FROM articles
        CROSS JOIN quotes ON quotes.article = articles.id
        CROSS JOIN utterances ON utterances.id = quotes.utterance
        WHERE
          (articles.outlet BETWEEN :outlet AND iif(:outlet = '', '~', :outlet) OR (:outlet = '' AND articles.outlet IS NULL))
          AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
          AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
      )
    )
  LIMIT 20000
),
best AS (SELECT record, score FROM candidates ORDER BY score, record LIMIT 500)
SELECT
  utterances.id,
  utterances.title AS label,
  snippet(utterances_fts, -1, :open, :close, '…', 24) AS found,
  'utterances' AS page,
  utterances.id AS target,
  utterances.date AS detail,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN utterances_fts ON utterances_fts.rowid = best.record AND utterances_fts MATCH :match
LEFT JOIN utterances ON utterances.rowid = best.record
