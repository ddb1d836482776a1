"""What is known of each source file, in one SQLite file that is kept from build to build.

It lies beside the database (`build/.store.db`). For each file: how it was found, and the hash of its bytes. For each
unit (a register's file, or an article with its anchors): the records that others may refer to, how it refers to
theirs, and the ids of its rows. From these every question of the checks is answered without all rows in memory
(`world`), and after a change it is told which units have to be looked at again (`affected`).

`store` opens and fills it, `parts` is what of a unit goes into it, `lists` is the list of all files, `scan` finds what
has changed since.
"""
