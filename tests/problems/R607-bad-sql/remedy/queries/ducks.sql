-- Ducks by place
-- Every duck that a report mentions.
--
-- :place: the id of a place, such as quay
SELECT id, statement FROM claims WHERE id = :place;
