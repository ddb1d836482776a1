-- Columns
-- What the columns of the tables mean.
--
-- rows: columns?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
SELECT
  columns.id,
  columns.table_name || '.' || columns.column_name AS label,
  snippet(columns_fts, -1, :open, :close, '…', 24) AS found,
  NULL AS page,
  columns.id AS target,
  NULL AS detail
FROM columns_fts
JOIN columns ON columns.rowid = columns_fts.rowid
WHERE columns_fts MATCH :match AND :outlet || :first || :last = ''
ORDER BY columns_fts.rank
