-- Tables
-- Every table and view of the database, with the number of its columns.
--
-- rows: columns
SELECT table_name, count(*) AS columns FROM columns GROUP BY table_name ORDER BY min(rowid)
