-- What one article leaves out
-- Claims that other articles of the story carry and this one does not, those carried most first.
--
-- :article: an article's id; leave it empty for all.
SELECT outlet_name AS outlet, statement, kind, carried_by, looked_at, claim, article, annotation_status
FROM silences
WHERE :article = '' OR article = :article
ORDER BY carried_by DESC, statement, article
