-- Frames
-- Which sides of the matter the article puts first.
--
-- rows: article_frames?article=:article
-- :article: an article's id
WITH pieces AS (
  SELECT annotation, exact, "start", seq FROM evidence
  WHERE article = :article AND kind = 'frame'
  ORDER BY annotation, "start", seq
),

words AS (SELECT annotation, group_concat(exact, ' … ') AS evidence FROM pieces GROUP BY annotation)

SELECT article_frames.*, vocabularies.meaning, words.evidence
FROM article_frames
LEFT JOIN vocabularies ON vocabularies.vocabulary = 'frame-code' AND vocabularies.value = article_frames.frame
LEFT JOIN words ON words.annotation = article_frames.id
WHERE article_frames.article = :article
ORDER BY article_frames."primary" DESC, article_frames.frame
