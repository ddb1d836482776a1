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
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM columns_fts
  WHERE
    columns_fts MATCH :match
    AND :outlet || :first || :last = ''
  LIMIT 20000
),
best AS (SELECT record, score FROM candidates ORDER BY score, record LIMIT 500)
SELECT
  columns.id,
  columns.table_name || '.' || columns.column_name AS label,
  snippet(columns_fts, -1, :open, :close, '…', 24) AS found,
  NULL AS page,
  columns.id AS target,
  NULL AS detail,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN columns_fts ON columns_fts.rowid = best.record AND columns_fts MATCH :match
LEFT JOIN columns ON columns.rowid = best.record
