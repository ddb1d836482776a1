-- Ducks by place
-- Every duck that a report mentions.
SELECT id, statement FROM claims WHERE id = :place;
