"""Write the rows into SQLite: the schema's tables, then indexes, full-text search and views."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from readout.content import CHUNK, Hasher, TableHash
from readout.contract import APPLICATION_ID, CONTRACT
from readout.lean import Database
from readout.problem import Place, Problem
from readout.row import Row, Rows
from readout.schema import Column, Schema, Table
from readout.sql import Statement

#: What SQLite says when the system fails, as the system would have said it.
FAILURES = {
    sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_IOERR: errno.EIO, sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EACCES, sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}  # fmt: skip
TOKENIZER = "porter unicode61 remove_diacritics 2"


class BadSql(Exception):
    """SQL of a view or a saved query that is wrong, or a view without the columns that its comments describe."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def fill_database(
    empty: Path, schema: Schema, rows: Rows, views: list[Statement], queries: list[Statement]
) -> dict[str, TableHash]:
    """Make a database of an empty file that nobody else opens; returns what each table holds, as a hash.

    Takes the file, the schema, all rows, the views, and the saved queries, which are tried. The same rows give the
    same bytes on one version of SQLite. Raises BadSql, sqlite3.Error, or OSError where the disk is full.
    """
    try:
        with closing(sqlite3.connect(empty)) as connection:
            return _fill(Database(connection, execute_plugins=False), schema, rows, views, queries)
    except sqlite3.OperationalError as error:
        number = FAILURES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if number is None:
            raise
        raise OSError(number, f"SQLite says: {error}", str(empty)) from error


def _fill(
    database: Database, schema: Schema, rows: Rows, views: list[Statement], queries: list[Statement]
) -> dict[str, TableHash]:
    connection = database.conn
    hashes: dict[str, TableHash] = {}
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
    connection.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {CONTRACT};")
    with connection:
        connection.execute("BEGIN")  # Python knows "INSERT" by the locale's small letters, and Turkish has another i
        for table in schema.tables.values():
            connection.execute(create_table(table))
            hashes[table.name] = _insert(connection, table, rows[table.name])
    for table in schema.tables.values():
        _add_indexes(database, table)
    problems = [*_add_views(database, views), *_try_queries(connection, queries)]
    if problems:
        raise BadSql(problems)
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise sqlite3.IntegrityError(f"references that lead nowhere: {broken[:5]}")
    connection.executescript("ANALYZE;")
    return hashes


def _insert(connection: sqlite3.Connection, table: Table, rows: list[Row]) -> TableHash:
    """Put the rows into their table in the order of their ids; returns what they say, as a hash."""
    names = list(table.columns)
    real = [number for number, column in enumerate(table.columns.values()) if column.type == "REAL"]
    marks, columns = ", ".join("?" * len(names)), ", ".join(map(quoted, names))
    ordered = sorted(rows, key=lambda row: row.id)
    hasher = Hasher(names)
    for start in range(0, len(ordered), CHUNK):
        values = [[row.values.get(name) for name in names] for row in ordered[start : start + CHUNK]]
        for number in real:
            for row in values:
                row[number] = _as_real(row[number])
        connection.executemany(f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({marks})", values)
        hasher.add(values)
    return hasher.result()


def _as_real(value: float | None) -> float | None:
    """A number as SQLite gives it back from a REAL column: 3 as 3.0, and no minus before a zero."""
    return None if value is None else float(value) + 0.0


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever words SQL keeps for itself."""
    return f'"{name}"'


def create_view(name: str, sql: str) -> str:
    """The CREATE VIEW statement, as SQLite keeps it."""
    return f"CREATE VIEW {quoted(name)} AS {sql}"


def create_table(table: Table) -> str:
    """The CREATE TABLE statement: STRICT, with references, and a CHECK for each vocabulary and bound."""
    lines = [_column_line(column) for column in table.columns.values()]
    lines += [
        f'FOREIGN KEY ({quoted(column)}) REFERENCES {quoted(target)} ("id")'
        for column, target in table.references.items()
    ]
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _column_line(column: Column) -> str:
    name = quoted(column.name)
    parts = [name, column.type]
    if column.name == "id":
        parts.append("PRIMARY KEY")
    if column.required:
        parts.append("NOT NULL")
    if column.vocabulary:
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in column.vocabulary.meanings)
        parts.append(f"CHECK ({name} IN ({values}))")
    if column.boolean:
        parts.append(f"CHECK ({name} IN (0, 1))")
    least, greatest = column.bounds
    if least is not None:
        parts.append(f"CHECK ({name} >= {least})")
    if greatest is not None:
        parts.append(f"CHECK ({name} <= {greatest})")
    return " ".join(parts)


def _add_indexes(database: Database, table: Table) -> None:
    """An index on every reference, facet and sort column; full-text search where the schema asks for it."""
    wanted = [column.name for column in table.columns.values() if column.reference or column.facet or column.index]
    wanted += [name for name in (table.sort, table.sort_desc) if name and name != "id"]
    made = database.table(table.name)
    for name in dict.fromkeys(wanted):
        made.create_index([name])
    searched = [column.name for column in table.columns.values() if column.search]
    if searched:
        made.enable_fts(searched, tokenize=TOKENIZER)


def _add_views(database: Database, views: list[Statement]) -> Iterator[Problem]:
    for view in views:
        place = Place(view.path, 1, 1)
        try:
            database.conn.execute(create_view(view.name, view.sql))
            given = [row[1] for row in database.conn.execute(f"PRAGMA table_info({quoted(view.name)})")]
        except sqlite3.Error as error:
            yield Problem(place, "R607", f"SQLite says: {error}", "try the statement on the database of the last build")
            continue
        for name in given:
            if name not in view.columns:
                yield Problem(
                    place, "R607", f"the column '{name}' is not described", f"write '-- {name}: what it means'"
                )
        for name in view.columns.keys() - set(given):
            yield Problem(place, "R607", f"there is no column '{name}'", "the view gives: " + ", ".join(given))


def _try_queries(connection: sqlite3.Connection, queries: list[Statement]) -> Iterator[Problem]:
    """Let SQLite plan each saved query, with every parameter empty."""
    connection.create_function("escape_fts", 1, str)  # Datasette's own
    for query in queries:
        try:
            connection.execute(f"EXPLAIN {query.sql}", dict.fromkeys(query.parameters, ""))
        except (sqlite3.Error, sqlite3.Warning) as error:
            place, hint = Place(query.path, 1, 1), "try the statement on the database of the last build"
            yield Problem(place, "R607", f"SQLite says: {error}", hint)
