-- Quotes
-- Words that articles render, and notes on them.
--
-- rows: quotes?_search=:match&_searchmode=raw
-- :match: what to look for, as FTS5 takes it
-- :open: what to put before a word that was found
-- :close: what to put behind it
-- :outlet: an outlet's id, or nothing
-- :first: the first day (UTC) on which an article may have appeared, or nothing
-- :last: the last second (UTC) at which it may have appeared, or nothing
WITH
candidates AS MATERIALIZED (
  SELECT rowid AS record, rank AS score
  FROM quotes_fts
  WHERE
    quotes_fts MATCH :match
    AND (
      :outlet || :first || :last = ''
      OR +quotes_fts.rowid IN (
        SELECT quotes.rowid FROM articles CROSS JOIN quotes ON quotes.article = articles.id
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
  quotes.id,
  actors.name AS label,
  snippet(quotes_fts, -1, :open, :close, '…', 24) AS found,
  'articles' AS page,
  quotes.article AS target,
  quotes.type AS detail,
  articles.id AS article,
  articles.headline,
  articles.published,
  articles.status,
  articles.outlet,
  outlets.name AS outlet_name,
  (SELECT count(*) FROM candidates) AS of_all
FROM best
CROSS JOIN quotes_fts ON quotes_fts.rowid = best.record AND quotes_fts MATCH :match
LEFT JOIN quotes ON quotes.rowid = best.record
LEFT JOIN articles ON articles.id = quotes.article
LEFT JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = quotes.speaker
