-- Claims made in it
-- The claims that were made in it or are about it, with how many articles carry each.
--
-- rows: claims?utterance=:utterance
-- :utterance: an utterance's id
SELECT
  claims.id,
  claims.statement,
  (SELECT count(*) FROM coverage WHERE coverage.claim = claims.id AND stance <> 'absent') AS carried_by,
  (SELECT count(*) FROM coverage WHERE coverage.claim = claims.id) AS looked_at
FROM claims
WHERE claims.utterance = :utterance
ORDER BY claims.id
