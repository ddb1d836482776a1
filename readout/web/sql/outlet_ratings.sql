-- Ratings by others
-- What others have said of the outlet: statements of theirs, with their source, and no measure of ours.
--
-- rows: outlet_ratings?outlet=:outlet
-- :outlet: an outlet's id
SELECT * FROM outlet_ratings WHERE outlet = :outlet ORDER BY rater, date, rating
