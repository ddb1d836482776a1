-- In numbers
-- What the figures below are counted from.
--
-- rows: articles?outlet=:outlet
-- :outlet: an outlet's id
WITH
own AS (SELECT id, story, status, quoted_share FROM articles WHERE outlet = :outlet),
said AS (
  SELECT
    count(*) AS quotes,
    count(DISTINCT speaker) AS speakers,
    coalesce(sum(type = 'direct'), 0) AS direct,
    coalesce(sum(type = 'mixed'), 0) AS mixed,
    coalesce(sum(type NOT IN ('direct', 'mixed')), 0) AS indirect,
    coalesce(sum(id IN (SELECT quote FROM quote_hops)), 0) AS second_hand,
    coalesce(sum(distance = 'distancing'), 0) AS distancing,
    coalesce(sum(distance = 'endorsing'), 0) AS endorsing
  FROM quotes WHERE article IN (SELECT id FROM own)
),
done AS (
  SELECT
    count(*) AS checked,
    coalesce(sum(stance = 'asserts'), 0) AS asserts,
    coalesce(sum(stance = 'attributes'), 0) AS attributes,
    coalesce(sum(stance = 'disputes'), 0) AS disputes,
    coalesce(sum(stance = 'denies'), 0) AS denies,
    coalesce(sum(stance = 'absent'), 0) AS absent
  FROM coverage WHERE article IN (SELECT id FROM own)
)
SELECT
  (SELECT count(*) FROM own) AS articles,
  (SELECT count(DISTINCT story) FROM own) AS stories,
  (SELECT count(*) FROM own WHERE status = 'draft') AS drafts,
  (SELECT count(quoted_share) FROM own) AS shares,
  (SELECT avg(quoted_share) FROM own) AS quoted_share,
  (SELECT min(quoted_share) FROM own) AS least_share,
  (SELECT max(quoted_share) FROM own) AS greatest_share,
  said.*,
  done.*
FROM said, done
