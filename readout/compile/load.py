"""Shards put together: rows in one file, and from there in order into the database; what is kept in the store."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from readout.compile.chunk import ROWS
from readout.database import GAP, quoted
from readout.schema import Schema, Table
from readout.store.store import OF_SHARDS


@contextmanager
def attached(connection: sqlite3.Connection, shard: Path) -> Iterator[set[str]]:
    """A shard beside a connection's own tables, as `shard`; gives the names of its tables."""
    connection.execute("ATTACH ? AS shard", (str(shard),))
    try:
        names = connection.execute("SELECT name FROM shard.sqlite_master WHERE type = 'table'").fetchall()
        connection.execute("BEGIN")
        yield {name for (name,) in names}
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("DETACH shard")


def begin_rows(file: Path, schema: Schema) -> sqlite3.Connection:
    """An empty file for the rows of all tables, in any order and with nothing asked of them."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    for table in schema.tables.values():
        connection.execute(f"CREATE TABLE {quoted(ROWS + table.name)} ({', '.join(map(quoted, table.columns))})")
    return connection


def merge_rows(rows: sqlite3.Connection, shard: Path, schema: Schema) -> None:
    """Take the rows of a shard into the file of all rows."""
    with attached(rows, shard) as there:
        for name in schema.tables:
            if ROWS + name in there:
                rows.execute(f"INSERT INTO main.{quoted(ROWS + name)} SELECT * FROM shard.{quoted(ROWS + name)}")


def load_rows(connection: sqlite3.Connection, rows: Path, tables: Iterable[Table]) -> None:
    """Put the rows of some tables into the database, in the order of their ids (see database.GAP)."""
    with attached(connection, rows):
        for table in tables:
            columns, name = ", ".join(map(quoted, table.columns)), quoted(table.name)
            connection.execute(
                f"INSERT INTO main.{name} (rowid, {columns}) "
                f'SELECT {GAP} * row_number() OVER (ORDER BY "id"), {columns} FROM shard.{quoted(ROWS + table.name)}'
            )


def merge_parts(store: sqlite3.Connection, shard: Path) -> None:
    """Take what a shard keeps of units into a store; of a unit that is there already what is new."""
    with attached(store, shard):
        for name in OF_SHARDS:
            store.execute(f"INSERT OR REPLACE INTO main.{name} SELECT * FROM shard.{name}")
