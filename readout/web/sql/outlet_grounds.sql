-- Grounds
-- What each value of the outlet's card, or its being unknown, rests on.
--
-- rows: outlet_grounds?outlet=:outlet
-- :outlet: an outlet's id
SELECT * FROM outlet_grounds WHERE outlet = :outlet ORDER BY field
