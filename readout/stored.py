"""Views whose rows are kept, for it takes too long to work them out each time that somebody asks.

A view says so by a line among its comments, `-- stored: KEY`, and by `-- indexes: COLUMN, COLUMN COLUMN` what it is
asked by. Its rows then stand in a table of their own, and the view selects them from there: readers, exports and
programs see a view as any other. KEY is the column by which the rows are renewed: what the rows of one of its values
rest on has to belong to that value, such as a story and its articles.
"""

import sqlite3
from collections.abc import Collection

from readout.content import CHUNK, Sum
from readout.sql import Statement

#: What the name of such a table begins with; no table of the schema may.
PREFIX = "stored_"
#: The most keys that one statement is given; every SQLite takes so many.
MOST_KEYS = 500
TYPES = ("TEXT", "INTEGER", "REAL")


def table_of(view: Statement) -> str:
    """The name of the table that holds the rows of a stored view."""
    return PREFIX + view.name


def view_sql(view: Statement) -> str:
    """What the view selects in the database: its file's own SQL or, where its rows are stored, those."""
    if not view.stored:
        return view.sql
    return f"SELECT {_names(view.columns)} FROM {_quoted(table_of(view))}"


def store(connection: sqlite3.Connection, view: Statement) -> None:
    """Put the rows of a stored view into a table, and let the view select them from there; others stay as they are.

    The view has to be there, made from its file's SQL, and so has all that it selects from, with indexes: the
    statement is heavy. Does not commit. Raises sqlite3.Error where the file describes other columns than it gives.
    """
    if not view.stored:
        return
    name, table = _quoted(view.name), _quoted(table_of(view))
    types = {row[1]: row[2] if row[2] in TYPES else "ANY" for row in connection.execute(f"PRAGMA table_info({name})")}
    lines = ",\n".join(f"  {_quoted(column)} {types.get(column, 'ANY')}" for column in view.columns)
    connection.execute(f"DROP VIEW {name}")
    connection.execute(f"CREATE TABLE {table} (\n{lines}\n) STRICT")
    fill(connection, view)
    for number, index in enumerate(_indexes(view), 1):
        connection.execute(f'CREATE INDEX "idx_{table_of(view)}_{number}"\n    ON {table} ({_names(index.split())})')
    connection.execute(f"CREATE VIEW {name} AS {view_sql(view)}")


def fill(connection: sqlite3.Connection, view: Statement) -> None:
    """Work out all rows of a stored view, whose table may have some. Does not commit."""
    table = _quoted(table_of(view))
    connection.execute(f"DELETE FROM {table}")
    connection.execute(f"INSERT INTO {table} {_rows(view)} ORDER BY {_names(view.columns)}")


def refresh(connection: sqlite3.Connection, view: Statement, keys: Collection[str]) -> None:
    """Work out the rows of some keys of a stored view again, from the tables as they are now. Does not commit."""
    table, given = _quoted(table_of(view)), sorted(keys)
    for start in range(0, len(given), MOST_KEYS):
        some = given[start : start + MOST_KEYS]
        wanted = f"WHERE {_quoted(view.stored)} IN ({', '.join('?' * len(some))})"
        connection.execute(f"DELETE FROM {table} {wanted}", some)
        connection.execute(f"INSERT INTO {table} {_rows(view)} {wanted} ORDER BY {_names(view.columns)}", some)


def stored_sum(connection: sqlite3.Connection, view: Statement, keys: Collection[str] | None = None) -> Sum:
    """What the table of a stored view holds, or its rows of some keys, as a sum (see readout.content)."""
    whole = Sum()
    select = f"SELECT {_names(view.columns)} FROM {_quoted(table_of(view))}"
    given = [None] if keys is None else [sorted(keys)[at : at + MOST_KEYS] for at in range(0, len(keys), MOST_KEYS)]
    for some in given:
        where = f" WHERE {_quoted(view.stored)} IN ({', '.join('?' * len(some))})" if some else ""
        rows = connection.execute(select + where, some or [])
        while chunk := rows.fetchmany(CHUNK):
            whole.add(chunk)
    return whole


def is_true(connection: sqlite3.Connection, view: Statement) -> bool:
    """Whether the table of a stored view holds just the rows that its SQL gives. Reads all that it selects from."""
    kept = f"SELECT {_names(view.columns)} FROM {_quoted(table_of(view))}"
    (more,) = connection.execute(f"SELECT count(*) FROM ({kept} EXCEPT {_rows(view)})").fetchone()
    (less,) = connection.execute(f"SELECT count(*) FROM ({_rows(view)} EXCEPT {kept})").fetchone()
    (rows,) = connection.execute(f"SELECT count(*) FROM ({kept})").fetchone()
    (wanted,) = connection.execute(f"SELECT count(*) FROM ({_rows(view)})").fetchone()
    return bool(more == less == 0 and rows == wanted)


def _indexes(view: Statement) -> list[str]:
    """The columns of each index: what the view is asked by, and its key where no other index begins with that."""
    given = list(dict.fromkeys(view.indexes))
    return given if any(index.split()[0] == view.stored for index in given) else [view.stored, *given]


def _rows(view: Statement) -> str:
    return f"SELECT {_names(view.columns)} FROM (\n{view.sql}\n)"


def _names(columns: Collection[str]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(name: str) -> str:
    return f'"{name}"'
