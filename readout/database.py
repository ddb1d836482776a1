"""Write the rows into SQLite: the schema's tables, then indexes, full-text search and views."""

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from readout import stored
from readout.content import CHUNK, Sum, TableHash
from readout.contract import APPLICATION_ID, CONTRACT
from readout.lean import database
from readout.problem import Place, Problem
from readout.row import Row, Rows
from readout.schema import Column, Schema, Table
from readout.sql import Statement

#: What SQLite says when the system fails, as the system would have said it.
FAILURES = {
    sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_IOERR: errno.EIO, sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EACCES, sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}  # fmt: skip
#: Between the numbers of two rows in the file (their rowids): there is room for others, so that the order of the
#: numbers is always that of the ids. Datasette rests on it where it goes on from a row among equals in a sorted table.
GAP = 1024
#: In KiB, for what is being written; and so many threads may sort an index.
CACHE, THREADS = 24_000, 1
TOKENIZER = "porter unicode61 remove_diacritics 2"


class BadSql(Exception):
    """SQL of a view or a saved query that is wrong, or a view without the columns that its comments describe."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


@contextmanager
def told_by_system(file: Path) -> Iterator[None]:
    """Turn what SQLite says of a failing system into the OSError that it is."""
    try:
        yield
    except sqlite3.OperationalError as error:
        number = FAILURES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if number is None:
            raise
        raise OSError(number, f"SQLite says: {error}", str(file)) from error


def fill_database(
    empty: Path, schema: Schema, rows: Rows, views: list[Statement], queries: list[Statement]
) -> dict[str, TableHash]:
    """Make a database of an empty file that nobody else opens; returns what each table holds, as a hash.

    Takes the file, the schema, all rows, the views, and the saved queries, which are tried. The same rows give the
    same bytes on one version of SQLite. Raises BadSql, sqlite3.Error, or OSError where the disk is full.
    """
    with told_by_system(empty), closing(begin_database(empty, schema)) as connection:
        sums = {table.name: insert(connection, table, rows[table.name]) for table in schema.tables.values()}
        add_indexes(connection, schema.tables.values())
        finish_database(connection, schema, views, queries)
        hashes = {table.name: sums[table.name].result(list(table.columns)) for table in schema.tables.values()}
        kept = [view for view in views if view.stored]
        return hashes | {
            stored.table_of(view): stored.stored_sum(connection, view).result(list(view.columns)) for view in kept
        }


def begin_database(empty: Path, schema: Schema) -> sqlite3.Connection:
    """The tables, in an empty file that nobody else opens and that needs no undoing."""
    connection = sqlite3.connect(empty, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; "
        f"PRAGMA cache_size = -{CACHE}; PRAGMA threads = {THREADS}; "
        f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {CONTRACT};"
    )
    for table in schema.tables.values():
        connection.execute(create_table(table))
    return connection


def insert(connection: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> Sum:
    """Put rows into their table in the order of their ids; returns their sum."""
    whole, ordered = Sum(), sorted(rows, key=lambda row: row.id)
    connection.execute("BEGIN")
    for start in range(0, len(ordered), CHUNK):
        values = in_columns(ordered[start : start + CHUNK], table)
        insert_at(connection, table, [(GAP * number, *row) for number, row in enumerate(values, start + 1)])
        whole.add(values)
    connection.execute("COMMIT")
    return whole


def insert_at(connection: sqlite3.Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    """Put rows into their table, each after the number that it gets in the file (see GAP)."""
    columns = ", ".join(map(quoted, table.columns))
    command = f"INSERT INTO {quoted(table.name)} (rowid, {columns}) VALUES (?, {marks(table)})"
    connection.executemany(command, rows)


def in_columns(rows: Sequence[Row], table: Table) -> list[list[Any]]:
    """The values of some rows in the order of their table's columns, as SQLite gives them back."""
    names = list(table.columns)
    values: list[list[Any]] = [list(map(row.values.get, names)) for row in rows]
    for number, column in enumerate(table.columns.values()):
        if column.type == "REAL":
            for row in values:
                row[number] = None if row[number] is None else float(row[number]) + 0.0  # no minus before a zero
    return values


def marks(table: Table) -> str:
    """A question mark for each column of a table."""
    return ", ".join("?" * len(table.columns))


def finish_database(
    connection: sqlite3.Connection, schema: Schema, views: list[Statement], queries: list[Statement]
) -> None:
    """Full-text search, views and what is known of the rows' numbers, once all rows are there, with indexes.

    Raises BadSql, and sqlite3.Error where a reference leads nowhere.
    """
    by_table = database(connection).table
    for table in schema.tables.values():
        if searched := searched_columns(table):
            by_table(table.name).enable_fts(searched, tokenize=TOKENIZER)
    problems = [*_add_views(connection, views), *_try_queries(connection, queries)]
    if problems:
        raise BadSql(problems)
    broken = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
    if broken:
        raise sqlite3.IntegrityError(f"references that lead nowhere: {broken}")
    connection.executescript("ANALYZE;")


def searched_columns(table: Table) -> list[str]:
    """The columns of a table that its full-text search is over."""
    return [column.name for column in table.columns.values() if column.search]


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


def add_indexes(connection: sqlite3.Connection, tables: Iterable[Table]) -> None:
    """An index on every reference, facet and sort column."""
    by_table = database(connection).table
    for table in tables:
        wanted = [column.name for column in table.columns.values() if column.reference or column.facet or column.index]
        wanted += [name for name in (table.sort, table.sort_desc) if name and name != "id"]
        for name in dict.fromkeys(wanted):
            by_table(table.name).create_index([name])


def _add_views(connection: sqlite3.Connection, views: list[Statement]) -> Iterator[Problem]:
    wrong = False
    for view in views:
        for problem in _add_view(connection, view):
            wrong = True
            yield problem
    for view in views if not wrong else ():
        stored.store(connection, view)


def _add_view(connection: sqlite3.Connection, view: Statement) -> Iterator[Problem]:
    place = Place(view.path, 1, 1)
    try:
        connection.execute(create_view(view.name, view.sql))
        given = [row[1] for row in connection.execute(f"PRAGMA table_info({quoted(view.name)})")]
    except sqlite3.Error as error:
        yield Problem(place, "R607", f"SQLite says: {error}", "try the statement on the database of the last build")
        return
    for name in given:
        if name not in view.columns:
            yield Problem(place, "R607", f"the column '{name}' is not described", f"write '-- {name}: what it means'")
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
