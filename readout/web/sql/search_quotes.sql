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
  outlets.name AS outlet_name
FROM quotes_fts
JOIN quotes ON quotes.rowid = quotes_fts.rowid
JOIN articles ON articles.id = quotes.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors ON actors.id = quotes.speaker
WHERE
  quotes_fts MATCH :match
  AND (:outlet = '' OR articles.outlet = :outlet)
  AND (:first = '' OR coalesce(articles.published_latest, '9999') >= :first)
  AND (:last = '' OR coalesce(articles.published_earliest, '0') <= :last)
ORDER BY quotes_fts.rank
