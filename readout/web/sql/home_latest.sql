-- Latest articles
-- The articles that appeared last.
--
-- rows: articles
SELECT articles.id, articles.headline, articles.published, articles.outlet, outlets.name AS outlet_name, articles.status
FROM articles
CROSS JOIN outlets ON outlets.id = articles.outlet
ORDER BY articles.published_earliest DESC, articles.id
