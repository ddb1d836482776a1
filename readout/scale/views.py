"""The views of a project as DuckDB gives them over a whole result; what it does not take is left to slices' SQLite."""

from collections.abc import Iterable

import duckdb

from readout.database import create_view, quoted
from readout.scale.duck import Duck, duck
from readout.scale.job import Job
from readout.scale.parts import part_files
from readout.scale.place import Place
from readout.schema import Schema
from readout.sql import Statement

#: The folder of the views' rows, in that of the tables.
FOLDER = "views"
TYPES = {"TEXT": "VARCHAR", "INTEGER": "BIGINT", "REAL": "DOUBLE"}


def taken_views(tables: Place, schema: Schema, views: Iterable[Statement]) -> list[tuple[str, str]]:
    """The views that DuckDB takes, each with its SQL, and after those that it is made of."""
    left, taken = list(views), []
    with duck(tables) as engine:
        _know_tables(engine, schema)
        while left:
            here = [view for view in left if _takes(engine, view)]
            if not here:
                break
            taken += [(view.name, view.sql) for view in here]
            left = [view for view in left if view not in here]
    return taken


def write_view(job: Job, tables: Place, views: list[tuple[str, str]], name: str) -> int:
    """Write the rows of one view, in the order of all its columns; returns how many there are. Raises NotComplete.

    Takes the folder of the tables, and all views that DuckDB takes.
    """
    path = f"{FOLDER}/{name}.parquet"
    tables.make(FOLDER)
    with duck(tables) as engine:
        _know_tables(engine, job.schema)
        for one, sql in views:
            engine.rows(create_view(one, sql))
        target = tables.address(path).replace("'", "''")
        selected = f"SELECT * FROM {quoted(name)} ORDER BY ALL"
        ((count,),) = engine.rows(f"COPY ({selected}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    return int(count)


def _know_tables(engine: Duck, schema: Schema) -> None:
    """Let queries know all tables by their names, with numbers for booleans and whole numbers when one is divided."""
    engine.rows("SET integer_division = true")  # as in SQLite
    for table in schema.tables.values():
        files = [f"{table.name}/{name}" for name in part_files(engine.place, table.name)]
        columns = ", ".join(
            f"{quoted(one.name)}::{TYPES[one.type]} AS {quoted(one.name)}" for one in table.columns.values()
        )
        empty = "(SELECT " + ", ".join(f"NULL AS {quoted(name)}" for name in table.columns) + " WHERE false)"
        engine.rows(
            f"CREATE VIEW {quoted(table.name)} AS SELECT {columns} FROM {engine.files(files) if files else empty}"
        )


def _takes(engine: Duck, view: Statement) -> bool:
    try:
        engine.connection.execute(create_view(view.name, view.sql))
    except duckdb.Error:
        return False
    return True
