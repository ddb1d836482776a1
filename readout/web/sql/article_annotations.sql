-- In reading order
-- Every annotation that points at words of the article, in the order in which the words stand there. The number
-- is where they start, in characters.
--
-- rows: evidence?article=:article
-- :article: an article's id
-- :kind: a kind of annotation, or nothing for all
WITH pieces AS (
  SELECT rowid AS place, * FROM evidence
  WHERE article = :article AND (:kind = '' OR kind = :kind)
  ORDER BY annotation, "start", place
),

anchored AS (
  SELECT
    kind,
    annotation,
    min("start") AS "start",
    group_concat(exact, ' … ') AS words,
    min(place) AS place,
    min(annotation_status) AS annotation_status
  FROM pieces
  GROUP BY kind, annotation
)

SELECT
  anchored.kind,
  anchored.annotation,
  anchored."start",
  anchored.words,
  coalesce(
    quotes.speaker, coverage.claim, mentions.event, namings.concept, stances.toward, article_credits.actor,
    article_reuse.origin
  ) AS about,
  coalesce(
    claims.statement, events.title, concepts.title, actors.name, article_frames.frame, article_zones.kind
  ) AS label,
  coalesce(
    quotes.type || coalesce(', “' || quotes.cue || '”', ''), coverage.stance, mentions.status,
    namings.voice, CAST(stances.score AS TEXT), article_credits.role, article_reuse.kind
  ) AS how,
  anchored.annotation_status
FROM anchored
LEFT JOIN quotes ON quotes.id = anchored.annotation AND anchored.kind = 'quote'
LEFT JOIN coverage ON coverage.id = anchored.annotation AND anchored.kind = 'coverage'
LEFT JOIN claims ON claims.id = coverage.claim
LEFT JOIN mentions ON mentions.id = anchored.annotation AND anchored.kind = 'mention'
LEFT JOIN events ON events.id = mentions.event
LEFT JOIN namings ON namings.id = anchored.annotation AND anchored.kind = 'naming'
LEFT JOIN concepts ON concepts.id = namings.concept
LEFT JOIN stances ON stances.id = anchored.annotation AND anchored.kind = 'stance'
LEFT JOIN article_frames ON article_frames.id = anchored.annotation AND anchored.kind = 'frame'
LEFT JOIN article_credits ON article_credits.id = anchored.annotation AND anchored.kind = 'credit'
LEFT JOIN article_zones ON article_zones.id = anchored.annotation AND anchored.kind = 'zone'
LEFT JOIN article_reuse ON article_reuse.id = anchored.annotation AND anchored.kind = 'reuse'
LEFT JOIN actors
  ON actors.id = coalesce(quotes.speaker, stances.toward, article_credits.actor, article_reuse.origin)
ORDER BY anchored."start" IS NULL, anchored."start", anchored.place
