-- Who is quoted by whom
-- Whose words the articles render, most first: directly, in part, or reported only.
--
-- rows: source_mix?_sort_desc=quotes
-- :story: a story's id
SELECT
  source_mix.*
FROM source_mix
JOIN articles ON articles.id = source_mix.article
WHERE articles.story = :story AND source_mix.speaker IN (
  SELECT quotes.speaker FROM quotes JOIN articles ON articles.id = quotes.article
  WHERE articles.story = :story GROUP BY quotes.speaker ORDER BY count(*) DESC LIMIT 20
)
ORDER BY sum(quotes) OVER (PARTITION BY speaker) DESC, speaker, article
