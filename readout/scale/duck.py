"""DuckDB over files at an address: within its share of memory, the rest goes to a disk."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from readout.scale.faults import NotComplete
from readout.scale.place import Place

#: Of one process, for one query; what needs more of it goes to the disk.
MEMORY = "1GB"
BATCH = 5000


class Duck:
    """A DuckDB of its own, which reads the Parquet files of a folder."""

    def __init__(self, place: Place, connection: duckdb.DuckDBPyConnection) -> None:
        self.place = place
        self.connection = connection

    def files(self, paths: Iterable[str]) -> str:
        """The files of some paths as a table of SQL; of one path at least."""
        listed = ", ".join(_text(self.place.address(path)) for path in paths)
        return f"read_parquet([{listed}], hive_partitioning = false)"

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a query gives. Raises NotComplete where a file is missing or broken."""
        return [row for batch in self.batches(sql, values) for row in batch]

    def batches(self, sql: str, values: Sequence[Any] = ()) -> Iterator[list[tuple[Any, ...]]]:
        """The same, some at a time."""
        try:
            cursor = self.connection.execute(sql, list(values))
            while batch := cursor.fetchmany(BATCH):
                yield batch
        except (duckdb.IOException, duckdb.InvalidInputException, duckdb.HTTPException) as error:
            said = str(error).partition("\n")[0]
            raise NotComplete(f"{self.place.url}: a file is missing, broken or can't be read ({said})") from error

    def give(self, name: str, **columns: Sequence[Any]) -> None:
        """Let queries know some values as a table; a column at least."""
        text = {column: pa.array(values, pa.string()) for column, values in columns.items()}
        self.connection.register(name, pa.table(text))


@contextmanager
def duck(place: Place) -> Iterator[Duck]:
    """A DuckDB for a while, over a folder; what it puts on the disk is gone afterwards."""
    spill = tempfile.mkdtemp(prefix="readout-")
    connection = duckdb.connect()
    try:
        if not place.is_local:
            connection.register_filesystem(place.fs)
        connection.execute("SET threads = 1")  # the cluster has a process for each core
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute(f"SET temp_directory = {_text(spill)}")
        connection.execute("SET autoinstall_known_extensions = false")  # nothing is fetched from anywhere
        yield Duck(place, connection)
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
