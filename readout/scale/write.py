"""The third step: one part of every table, in Parquet of the types and descriptions that `readout export` gives it."""

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pyarrow.parquet as pq

from readout.content import CHUNK, Sum
from readout.database import create_table, in_columns, quoted
from readout.export.parquet import batch_of, schema_of
from readout.export.source import Source, Table
from readout.packed import rows_of
from readout.row import Row, Rows
from readout.scale.derive import Values, part_values, redirect_values, variant_values
from readout.scale.duck import duck
from readout.scale.job import Job
from readout.scale.parts import part_name
from readout.scale.place import Place

#: In the folder of the work: the rows that the database says about itself.
ABOUT = "about"
ROWS_AT_ONCE = 20_000


def write_part(job: Job, target: Place, part: int) -> dict[str, Sum]:
    """Write one part of every table that has rows in it; returns what they hold, by table.

    The first part has the rows that the database says about itself, too. Raises NotThere and NotComplete.
    """
    sums = {name: Sum() for name in job.schema.tables}
    tables = {table.name: table for table in _described(job).tables}
    for name, values in _values(job, part):
        for start in range(0, len(values), CHUNK):
            sums[name].add(values[start : start + CHUNK])
        if values:
            target.write(f"{name}/{part_name(part)}", _parquet(_described(job), tables[name], values))
    return sums


def _values(job: Job, part: int) -> Iterator[tuple[str, list[Values]]]:
    """All rows of a part, table by table, those that are derived last."""
    utterances: list[Values] = []
    with duck(job.work) as engine:
        for name, values in part_values(job, engine, part):
            utterances = values if name == "utterances" else utterances
            yield name, values
        yield from variant_values(job, engine, part, utterances).items()
        if part == 0:
            yield "redirects", redirect_values(job, engine)
            yield from _about_values(job).items()


def _parquet(source: Source, table: Table, rows: list[Values]) -> bytes:
    """A file of one table, whose rows are in the order of their ids."""
    schema = schema_of(source, table)
    ids = [pq.SortingColumn(schema.get_field_index(str(table.key)))]
    flags = [at for at, column in enumerate(table.columns) if column.kind == "boolean"]
    for row in rows if flags else ():
        for at in flags:
            row[at] = None if row[at] is None else bool(row[at])
    file = BytesIO()
    with pq.ParquetWriter(file, schema, compression="zstd", sorting_columns=ids) as writer:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            writer.write_batch(batch_of([tuple(row) for row in rows[start : start + ROWS_AT_ONCE]], table, schema))
    return file.getvalue()


def _about(job: Job) -> list[Row]:
    return rows_of(job.work.read(ABOUT), "")


def _about_values(job: Job) -> dict[str, list[Values]]:
    rows = Rows(sorted(_about(job), key=lambda row: row.id))
    return {name: in_columns(rows[name], job.schema.tables[name]) for name in rows.by_table}


@lru_cache(maxsize=2)
def _described(job: Job) -> Source:
    """A database without rows but those about itself, from which an export takes types and descriptions."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)  # tasks run in a thread of their worker's choice
    for table in job.schema.tables.values():
        connection.execute(create_table(table))
    for row in _about(job):
        names, marks = ", ".join(map(quoted, row.values)), ", ".join("?" * len(row.values))
        connection.execute(f"INSERT INTO {quoted(row.table)} ({names}) VALUES ({marks})", list(row.values.values()))
    source = Source(connection, Path(":memory:"))
    assert source.tables and source.dataset  # worked out here, and never again
    return source
