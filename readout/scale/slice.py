"""A database of some stories or outlets, cut from the result of a build on a cluster."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from readout.database import add_indexes, begin_database, finish_database, marks, quoted, told_by_system
from readout.project import SCHEMA, read_schema
from readout.scale.complete import PROJECT, read_complete
from readout.scale.cut import Cut
from readout.scale.duck import duck
from readout.scale.place import Place, name_of, place_at
from readout.schema import Schema, Table
from readout.sql import Statement, read_statements


@dataclass(frozen=True)
class Wanted:
    """The ids of the stories and of the outlets that are asked for."""

    stories: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


def cut_database(source: str, wanted: Wanted, file: Path) -> dict[str, int]:
    """Fill an empty file with the database of some stories and outlets; returns how many rows each table has.

    Takes the address of a result of `readout build --to`. People's rows bring what they refer to, and with each record
    what stands inside it. Rows that are derived come where all that they refer to is there: two articles are compared
    where both are in the slice. Raises NotComplete, NotThere, UnknownIds and OSError.
    """
    whole = place_at(source)
    complete = read_complete(whole)
    tables = whole.at(complete.folder)
    schema, views, queries = _contract(tables)
    with duck(tables) as engine, told_by_system(file), closing(begin_database(file, schema)) as connection:
        cut = Cut(schema, engine, complete)
        cut.choose(wanted.stories, wanted.outlets)
        counts = {table.name: _fill(connection, table, cut) for table in schema.tables.values()}
        add_indexes(connection, schema.tables.values())
        finish_database(connection, schema, views, queries)
    return counts


def _fill(connection: sqlite3.Connection, table: Table, cut: Cut) -> int:
    """Put the chosen rows of a table into the database; returns how many there are."""
    flags = [at for at, column in enumerate(table.columns.values()) if column.boolean]
    count = 0
    connection.execute("BEGIN")
    for batch in cut.batches(table):
        rows = [list(row) for row in batch]
        for row in rows if flags else ():
            for at in flags:
                row[at] = None if row[at] is None else int(row[at])
        connection.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({marks(table)})", rows)
        count += len(rows)
    connection.execute("COMMIT")
    return count


def _contract(tables: Place) -> tuple[Schema, list[Statement], list[Statement]]:
    """The schema, the views and the saved queries that a result was made with."""
    with TemporaryDirectory(prefix="readout-") as folder:
        root = Path(folder)
        (root / SCHEMA).write_bytes(tables.read(f"{PROJECT}/{SCHEMA}"))
        for kind in ("views", "queries"):
            (root / kind).mkdir()
            for info in tables.entries(f"{PROJECT}/{kind}"):
                (root / kind / name_of(info)).write_bytes(tables.read(f"{PROJECT}/{kind}/{name_of(info)}"))
        views, _ = read_statements(root, "views")
        queries, _ = read_statements(root, "queries")
        return read_schema(root), views, queries
