-- Terms in this actor's mouth
-- Terms that articles give as this actor's, or set in the actor's voice.
--
-- rows: namings?_where=':actor'+IN+(whose,voice_of)
-- :actor: an actor's id
SELECT
  namings.id,
  namings.concept,
  concepts.title AS concept_title,
  namings.term,
  namings.voice,
  namings.marks,
  namings.voice_of,
  namings.whose,
  owners.name AS whose_name,
  CAST(namings.voice = 'reported' AND namings.whose IS NULL AS INTEGER) AS own_in_report,
  namings.article,
  articles.headline,
  outlets.name AS outlet_name,
  articles.status AS annotation_status
FROM namings
JOIN concepts ON concepts.id = namings.concept
JOIN articles ON articles.id = namings.article
JOIN outlets ON outlets.id = articles.outlet
LEFT JOIN actors AS owners ON owners.id = namings.whose
WHERE
  namings.id IN (
    SELECT id FROM namings WHERE voice_of = :actor
    UNION SELECT id FROM namings WHERE whose = :actor
  )
ORDER BY concepts.title, namings.concept, namings.term, namings.id
