-- Grounds
-- What each value of the actor's card, or its being unknown, rests on.
--
-- rows: actor_grounds?actor=:actor
-- :actor: an actor's id
SELECT * FROM actor_grounds WHERE actor = :actor ORDER BY field
