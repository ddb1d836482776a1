-- Search everything
-- Quotes, claims, headlines, notes and reasons that hold all of the words, best matches first.
--
-- :words: the words to look for.
SELECT * FROM (
  SELECT 'quote' AS kind, quotes.id, quotes.words AS text, quotes.article, quotes.annotation_status
  FROM quotes_fts CROSS JOIN quotes ON quotes.rowid = quotes_fts.rowid
  WHERE quotes_fts MATCH escape_fts(CASE WHEN instr(:words, char(0)) THEN '' ELSE :words END) || ' ""'
  ORDER BY quotes_fts.rowid LIMIT 200
)
UNION ALL
SELECT * FROM (
  SELECT 'claim', claims.id, claims.statement, NULL AS article, NULL AS annotation_status
  FROM claims_fts CROSS JOIN claims ON claims.rowid = claims_fts.rowid
  WHERE claims_fts MATCH escape_fts(CASE WHEN instr(:words, char(0)) THEN '' ELSE :words END) || ' ""'
  ORDER BY claims_fts.rowid LIMIT 200
)
UNION ALL
SELECT * FROM (
  SELECT 'article', articles.id, articles.headline, articles.id AS article, articles.status AS annotation_status
  FROM articles_fts CROSS JOIN articles ON articles.rowid = articles_fts.rowid
  WHERE articles_fts MATCH escape_fts(CASE WHEN instr(:words, char(0)) THEN '' ELSE :words END) || ' ""'
  ORDER BY articles_fts.rowid LIMIT 200
)
UNION ALL
SELECT * FROM (
  SELECT 'stance', stances.id, stances.reason, stances.article, stances.annotation_status
  FROM stances_fts CROSS JOIN stances ON stances.rowid = stances_fts.rowid
  WHERE stances_fts MATCH escape_fts(CASE WHEN instr(:words, char(0)) THEN '' ELSE :words END) || ' ""'
  ORDER BY stances_fts.rowid LIMIT 200
)
ORDER BY kind, id
LIMIT 200
