"""What marks a database as one of Readout's, and of which contract; SQLite keeps both numbers in the file's head."""

#: PRAGMA application_id: "Rout" in ASCII.
APPLICATION_ID = 0x526F7574
#: PRAGMA user_version: one more whenever what docs/schema.md promises of tables and columns is broken.
CONTRACT = 1
#: The table of one row that says what the database is and what it was made from, and that row's id.
DATASET = "dataset"
