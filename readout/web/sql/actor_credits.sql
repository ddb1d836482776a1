-- Credits
-- Articles in which the actor is credited, or whose passages go back to it.
--
-- rows: article_credits?actor=:actor
-- :actor: an actor's id
SELECT
  article_credits.role,
  article_credits.name AS printed,
  article_credits.article,
  articles.headline,
  articles.published,
  articles.published_earliest,
  outlets.name AS outlet_name,
  articles.status AS annotation_status
FROM article_credits
JOIN articles ON articles.id = article_credits.article
JOIN outlets ON outlets.id = articles.outlet
WHERE article_credits.actor = :actor
UNION ALL
SELECT
  'origin of a passage (' || article_reuse.kind || ')',
  NULL,
  article_reuse.article,
  articles.headline,
  articles.published,
  articles.published_earliest,
  outlets.name,
  articles.status
FROM article_reuse
JOIN articles ON articles.id = article_reuse.article
JOIN outlets ON outlets.id = articles.outlet
WHERE article_reuse.origin = :actor
ORDER BY 6, 3, 1
