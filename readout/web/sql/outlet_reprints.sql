-- Written by one, printed by another
-- Articles that this outlet wrote and another printed, or that it printed and another wrote.
--
-- rows: articles?_where=':outlet'+IN+(wire_origin,republished_by)
-- :outlet: an outlet's id
SELECT
  articles.id,
  articles.headline,
  articles.published,
  articles.status,
  writers.id AS writer,
  writers.name AS writer_name,
  printers.id AS printer,
  printers.name AS printer_name
FROM articles
LEFT JOIN outlets AS writers ON writers.id = coalesce(articles.wire_origin, articles.outlet)
LEFT JOIN outlets AS printers ON printers.id = coalesce(articles.republished_by, articles.outlet)
WHERE
  articles.id IN (
    SELECT id FROM articles WHERE wire_origin = :outlet
    UNION SELECT id FROM articles WHERE republished_by = :outlet
    UNION SELECT id FROM articles WHERE outlet = :outlet AND coalesce(wire_origin, republished_by) IS NOT NULL
  )
ORDER BY articles.published_earliest DESC, articles.id
