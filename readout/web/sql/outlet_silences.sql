-- What it leaves out most
-- Claims that a curator looked for in its articles and did not find, while others carry them; those carried most come first.
--
-- rows: silences?outlet=:outlet
-- :outlet: an outlet's id
SELECT
  silences.claim,
  silences.statement,
  silences.kind,
  silences.carried_by,
  silences.looked_at,
  count(*) AS left_out,
  min(silences.article) AS article,
  sum(silences.annotation_status = 'draft') AS drafts
FROM silences
WHERE silences.outlet = :outlet
GROUP BY silences.claim
ORDER BY silences.carried_by DESC, 1.0 * silences.carried_by / silences.looked_at DESC, silences.claim
