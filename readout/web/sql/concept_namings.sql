-- Terms by outlet
-- Every term, in whose voice it stands, whose it is and how it is marked.
--
-- rows: naming_matrix?concept=:concept
-- :concept: a concept's id
SELECT
  namings.id,
  namings.term,
  namings.voice,
  namings.voice_of,
  voices.name AS voice_of_name,
  namings.whose,
  owners.name AS whose_name,
  namings.marks,
  namings.note,
  CAST(namings.voice = 'reported' AND namings.whose IS NULL AS INTEGER) AS own_in_report,
  namings.article,
  articles.headline,
  articles.published,
  articles.status,
  articles.outlet,
  outlets.name AS outlet_name,
  (
    SELECT group_concat(exact, ' … ')
    FROM (
      SELECT exact FROM evidence
      WHERE article = namings.article AND annotation = namings.id AND kind = 'naming' ORDER BY seq
    )
  ) AS evidence
FROM namings
JOIN articles ON articles.id = namings.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors AS voices ON voices.id = namings.voice_of
LEFT JOIN actors AS owners ON owners.id = namings.whose
WHERE namings.concept = :concept
ORDER BY outlets.name, articles.outlet, articles.published_earliest, namings.voice <> 'own', namings.term, namings.id
