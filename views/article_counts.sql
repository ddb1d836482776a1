-- Article counts
-- How many annotations of each sort an article has. The build keeps these rows, so that pages need not count.
--
-- article: The article's id.
-- story: The story's id.
-- outlet: The outlet's id.
-- day: The day, month or year in which it appeared, as exact as it is known.
-- annotation_status: How far the annotation of the article has come: draft or reviewed.
-- quotes: Renderings of what somebody said or wrote.
-- asserts: Claims that it makes its own.
-- attributes: Claims that it passes on as another's word.
-- disputes: Claims that it casts doubt on.
-- denies: Claims that it denies.
-- absent: Claims that a curator looked for in it and did not find.
-- mentions: Mentions of events.
-- namings: Terms for the things that are named.
-- stances: Judgements of its stance towards an actor.
-- evidence: Pieces of evidence in the article's words.
-- anchored: Those pieces that are found in the text.
-- sort: article
-- stored: article
-- indexes: article outlet, outlet article, story outlet annotation_status, day outlet annotation_status
SELECT
  articles.id AS article,
  min(articles.story) AS story,
  min(articles.outlet) AS outlet,
  min(CASE WHEN articles.published GLOB '[0-9][0-9][0-9][0-9]*' THEN
    rtrim(
      substr(
        CASE
          WHEN instr(articles.published, '/') > 0 THEN substr(articles.published, 1, instr(articles.published, '/') - 1)
          ELSE articles.published
        END, 1, 10
      ), '?~%'
    )
  END) AS day,
  min(articles.status) AS annotation_status,
  (SELECT count(*) FROM quotes WHERE quotes.article = articles.id) AS quotes,
  coalesce(sum(coverage.stance = 'asserts'), 0) AS asserts,
  coalesce(sum(coverage.stance = 'attributes'), 0) AS attributes,
  coalesce(sum(coverage.stance = 'disputes'), 0) AS disputes,
  coalesce(sum(coverage.stance = 'denies'), 0) AS denies,
  coalesce(sum(coverage.stance = 'absent'), 0) AS absent,
  (SELECT count(*) FROM mentions WHERE mentions.article = articles.id) AS mentions,
  (SELECT count(*) FROM namings WHERE namings.article = articles.id) AS namings,
  (SELECT count(*) FROM stances WHERE stances.article = articles.id) AS stances,
  (SELECT count(*) FROM evidence WHERE evidence.article = articles.id) AS evidence,
  (SELECT count(evidence."start") FROM evidence WHERE evidence.article = articles.id) AS anchored
FROM articles
LEFT JOIN coverage ON coverage.article = articles.id
GROUP BY articles.id
