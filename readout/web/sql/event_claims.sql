-- Claims about it
-- Propositions on which articles are compared, and how many carry them.
--
-- rows: claims?event=:event
-- :event: an event's id
SELECT
  claims.id, claims.statement, claims.kind,
  (SELECT count(*) FROM coverage WHERE coverage.claim = claims.id AND stance <> 'absent') AS carried,
  (SELECT count(*) FROM coverage WHERE coverage.claim = claims.id) AS checked
FROM claims
WHERE claims.event = :event
ORDER BY carried DESC, claims.id
