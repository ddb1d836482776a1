-- Naming matrix
-- What each article calls each thing: the term, in whose voice it stands, whose term it is and how
-- it is marked.
--
-- concept: The concept's id.
-- concept_title: The thing that is named.
-- article: The article's id.
-- outlet: The outlet's id.
-- outlet_name: The outlet.
-- term: The term, exactly as printed.
-- voice: In whose voice it stands.
-- voice_of: Who that is, where it is not the article's own.
-- whose: Whose term it is; empty where it is the outlet's own.
-- marks: How the article marks it.
-- own_in_report: 1 where the outlet's own term stands in what it reports of others.
-- naming: The id of the row behind it, in the table namings.
-- annotation_status: How far the annotation of the article has come: draft or reviewed.
-- facets: marks, voice
-- sort: concept
SELECT
  namings.concept,
  (SELECT title FROM concepts WHERE concepts.id = namings.concept) AS concept_title,
  namings.article,
  articles.outlet,
  (SELECT name FROM outlets WHERE outlets.id = articles.outlet) AS outlet_name,
  namings.term,
  namings.voice,
  (SELECT name FROM actors WHERE actors.id = namings.voice_of) AS voice_of,
  (SELECT name FROM actors WHERE actors.id = namings.whose) AS whose,
  namings.marks,
  CAST(namings.voice = 'reported' AND namings.whose IS NULL AS INTEGER) AS own_in_report,
  namings.id AS naming,
  namings.annotation_status
FROM namings
JOIN articles ON articles.id = namings.article
