"""Shards merged into the database, and into the store."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readout.compile.chunk import ROWS
from readout.database import quoted
from readout.schema import Schema
from readout.store.store import OF_UNITS

#: The tables of a store that a shard has rows for, besides those of `OF_UNITS`.
PLAIN = ("kept_files", "kept_units")


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


def merge_rows(connection: sqlite3.Connection, shard: Path, schema: Schema) -> None:
    """Take the rows of a shard into the database."""
    with attached(connection, shard) as there:
        for name in schema.tables:
            if ROWS + name in there:
                connection.execute(f"INSERT INTO main.{quoted(name)} SELECT * FROM shard.{quoted(ROWS + name)}")


def merge_parts(store: sqlite3.Connection, shard: Path) -> None:
    """Take what a shard keeps of units into a store; of a unit that is there already what is new."""
    with attached(store, shard):
        for name in (*PLAIN, *OF_UNITS):
            store.execute(f"INSERT OR REPLACE INTO main.{name} SELECT * FROM shard.{name}")
