-- In numbers
-- What the figures below are counted from.
--
-- rows: articles?outlet=:outlet
-- :outlet: an outlet's id
WITH
own AS (
  SELECT
    count(*) AS articles,
    count(DISTINCT story) AS stories,
    coalesce(sum(annotation_status = 'draft'), 0) AS drafts,
    coalesce(sum(asserts + attributes + disputes + denies + absent), 0) AS checked,
    coalesce(sum(asserts), 0) AS asserts,
    coalesce(sum(attributes), 0) AS attributes,
    coalesce(sum(disputes), 0) AS disputes,
    coalesce(sum(denies), 0) AS denies,
    coalesce(sum(absent), 0) AS absent
  FROM article_counts WHERE outlet = :outlet
),
shared AS (
  SELECT
    count(quoted_share) AS shares,
    avg(quoted_share) AS quoted_share,
    min(quoted_share) AS least_share,
    max(quoted_share) AS greatest_share
  FROM articles WHERE outlet = :outlet
),
said AS (
  SELECT
    coalesce(sum(quotes), 0) AS quotes,
    count(DISTINCT speaker) AS speakers,
    coalesce(sum(direct), 0) AS direct,
    coalesce(sum(mixed), 0) AS mixed,
    coalesce(sum(indirect), 0) AS indirect,
    coalesce(sum(second_hand), 0) AS second_hand,
    coalesce(sum(distancing), 0) AS distancing,
    coalesce(sum(endorsing), 0) AS endorsing
  FROM source_counts WHERE outlet = :outlet
)
SELECT
  own.articles,
  own.stories,
  own.drafts,
  shared.*,
  said.*,
  own.checked,
  own.asserts,
  own.attributes,
  own.disputes,
  own.denies,
  own.absent
FROM own, shared, said
