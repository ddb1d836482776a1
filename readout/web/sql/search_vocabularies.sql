-- Vocabularies
-- What the values of the vocabularies mean.
--
-- rows: vocabularies?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM vocabularies_fts
  WHERE
    vocabularies_fts MATCH :match
    AND :outlet || :first || :last = ''
  LIMIT 20000
),
best AS (SELECT record, score FROM candidates ORDER BY score, record LIMIT 500)
SELECT
  vocabularies.id,
  vocabularies.value AS label,
  snippet(vocabularies_fts, -1, :open, :close, '…', 24) AS found,
  NULL AS page,
  vocabularies.id AS target,
  vocabularies.title AS detail,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN vocabularies_fts ON vocabularies_fts.rowid = best.record AND vocabularies_fts MATCH :match
LEFT JOIN vocabularies ON vocabularies.rowid = best.record
