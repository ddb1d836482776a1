"""Parquet files, one a table or view: typed, sorted by id, compressed with zstd, with every description inside.

Dates stay text (EDTF says more than a date type can). A column with a vocabulary is a dictionary of all its values.
"""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from readout.export.source import Column, Source, Table, Values

ROWS_AT_ONCE = 20_000
TYPES = {"text": pa.string(), "integer": pa.int64(), "real": pa.float64(), "boolean": pa.bool_()}


def write(source: Source, folder: Path) -> None:
    """Fill a folder with a file for each table and view."""
    for table in (*source.tables, *source.views):
        write_table(source, table, folder / f"{table.name}.parquet")


def write_table(source: Source, table: Table, file: Path) -> None:
    """Write one table, a row group at a time."""
    schema = schema_of(source, table)
    ids = [pq.SortingColumn(schema.get_field_index(table.key))] if table.key else None
    with pq.ParquetWriter(file, schema, compression="zstd", sorting_columns=ids) as writer:
        rows = source.rows(table)
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            writer.write_batch(batch_of(batch, table, schema))


def schema_of(source: Source, table: Table) -> pa.Schema:
    """The types and descriptions: by field for readers of Arrow, and as JSON under `columns` for all others."""
    dataset = source.dataset
    about = {
        "title": table.title,
        "description": table.description,
        "dataset": dataset["title"],
        "version": dataset["version"],
        "license": dataset["license"],
        "sources_sha256": dataset["sources_sha256"],
        "columns": json.dumps({column.name: column.description for column in table.columns}, ensure_ascii=False),
    }
    return pa.schema([_field(column) for column in table.columns], metadata=about)


def _field(column: Column) -> pa.Field:
    type_ = pa.dictionary(pa.int32(), pa.string()) if column.values else TYPES[column.kind]
    told = {"description": column.description}
    for name, value in (("vocabulary", column.vocabulary), ("refers_to", column.refers_to)):
        told |= {name: value} if value else {}
    return pa.field(column.name, type_, nullable=not column.required, metadata=told)


def batch_of(rows: list[Values], table: Table, schema: pa.Schema) -> pa.RecordBatch:
    """Some rows of a table, one at least, in the types of its file; takes what `schema_of` gives for it."""
    return pa.record_batch(list(_arrays(rows, table, schema)), schema=schema)


def _arrays(batch: list[Values], table: Table, schema: pa.Schema) -> Iterator[pa.Array]:
    for column, field, values in zip(table.columns, schema, zip(*batch, strict=True), strict=True):
        yield _words(column, values) if column.values else pa.array(values, field.type)


def _words(column: Column, values: tuple[Any, ...]) -> pa.Array:
    """Values of a vocabulary; what is not in it (a view may add words of its own) comes after it."""
    words = list(dict.fromkeys([*column.values, *sorted({value for value in values if value is not None})]))
    number = {word: at for at, word in enumerate(words)}
    numbers = pa.array([number.get(value) for value in values], pa.int32())
    return pa.DictionaryArray.from_arrays(numbers, pa.array(words, pa.string()))
