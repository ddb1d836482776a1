"""JSON, one row a line and one file a table or view; every column in every row, null written out."""

import json
from pathlib import Path

from readout.export.files import hashing
from readout.export.source import Source


def write(source: Source, folder: Path) -> None:
    """Fill a folder with a file for each table and view."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for table in (*source.tables, *source.views):
        names = [column.name for column in table.columns]
        with hashing(folder / f"{table.name}.ndjson") as file:
            for row in source.rows(table):
                file.write((encode(dict(zip(names, row, strict=True))) + "\n").encode())
