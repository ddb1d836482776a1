"""What is written down between the steps of a build on a cluster: Parquet files in the folder of the work."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from readout.row import WITHDRAWN
from readout.scale.job import Job, made_name

TEXT, NUMBER, FLAG, BYTES = pa.string(), pa.int32(), pa.bool_(), pa.binary()
KEYED = [("tbl", TEXT), ("id", TEXT), ("path", TEXT), ("rows", BYTES)]
#: By kind the columns; a file is sorted by the first three.
COLUMNS: dict[str, list[tuple[str, pa.DataType]]] = {
    # a unit as it was read, for the checks of its own group
    "units": [("path", TEXT), ("unit", BYTES)],
    # what other files may refer to: a record with the rows inside it, of an article its own row and the exceptions
    "index": KEYED,
    # who refers to what, and by rows of which table; second annotations too
    "refers": [("tbl", TEXT), ("id", TEXT), ("path", TEXT), ("via", TEXT), ("second", FLAG)],
    # few: what was withdrawn, and what had other ids before
    WITHDRAWN: KEYED,
    "former": KEYED,
    # a row as the database has it, for the part that it goes into
    "rows": [("part", NUMBER), ("tbl", TEXT), ("id", TEXT), ("row", BYTES)],
    # a quote, for the part that its utterance goes into
    "renderings": [("part", NUMBER), ("utterance", TEXT), ("quote", TEXT), ("article", TEXT), ("exact", TEXT),
                   ("language", TEXT), ("status", TEXT)],
}  # fmt: skip
#: Rows that are read or passed over together; where a file is sorted by part, of one part at the most.
AT_ONCE = 20_000
Noted = dict[str, list[tuple[Any, ...]]]


def empty(kinds: Iterable[str]) -> Noted:
    """Nothing of some kinds yet."""
    return {kind: [] for kind in kinds}


def write_noted(job: Job, number: int, noted: Noted) -> None:
    """Write what was made of one group: a file for each kind, also where there is nothing of it. Raises NotThere."""
    for kind, rows in noted.items():
        job.work.write(made_name(kind, number), _parquet(kind, rows))


def _parquet(kind: str, rows: list[tuple[Any, ...]]) -> bytes:
    schema = pa.schema(COLUMNS[kind])
    rows.sort(key=lambda row: row[:3])
    file = BytesIO()
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for piece in _pieces(rows, by_part=schema.names[0] == "part"):
            columns = zip(*piece, strict=True)
            arrays = [pa.array(values, type_) for values, type_ in zip(columns, schema.types, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
    return file.getvalue()


def _pieces(rows: list[tuple[Any, ...]], by_part: bool) -> Iterator[list[tuple[Any, ...]]]:
    start = 0
    for end in range(1, len(rows) + 1):
        ends = end == len(rows) or (by_part and rows[end][0] != rows[start][0])
        if ends or end - start == AT_ONCE:
            yield rows[start:end]
            start = end
