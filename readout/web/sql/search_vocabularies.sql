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
SELECT
  vocabularies.id,
  vocabularies.value AS label,
  snippet(vocabularies_fts, -1, :open, :close, '…', 24) AS found,
  NULL AS page,
  vocabularies.id AS target,
  vocabularies.title AS detail
FROM vocabularies_fts
JOIN vocabularies ON vocabularies.rowid = vocabularies_fts.rowid
WHERE vocabularies_fts MATCH :match AND :outlet || :first || :last = ''
ORDER BY vocabularies_fts.rank
