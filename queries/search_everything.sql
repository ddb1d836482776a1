-- Search everything
-- Quotes, claims, headlines, notes and reasons that hold all of the words, best matches first.
--
-- :words: the words to look for.
SELECT 'quote' AS kind, quotes.id, quotes.words AS text, quotes.article, quotes.annotation_status
FROM quotes_fts JOIN quotes ON quotes.rowid = quotes_fts.rowid
WHERE quotes_fts MATCH escape_fts(CASE WHEN instr(:words, char(0)) THEN '' ELSE :words END) || ' ""'
UNION ALL
SELECT 'claim', claims.id, claims.statement, NULL, NULL
FROM claims_fts JOIN claims ON claims.rowid = claims_fts.rowid
WHERE claims_fts MATCH escape_fts(CASE WHEN instr(:words, char(0)) THEN '' ELSE :words END) || ' ""'
UNION ALL
SELECT 'article', articles.id, articles.headline, articles.id, articles.status
FROM articles_fts JOIN articles ON articles.rowid = articles_fts.rowid
WHERE articles_fts MATCH escape_fts(CASE WHEN instr(:words, char(0)) THEN '' ELSE :words END) || ' ""'
UNION ALL
SELECT 'stance', stances.id, stances.reason, stances.article, stances.annotation_status
FROM stances_fts JOIN stances ON stances.rowid = stances_fts.rowid
WHERE stances_fts MATCH escape_fts(CASE WHEN instr(:words, char(0)) THEN '' ELSE :words END) || ' ""'
ORDER BY kind, id
LIMIT 200
