"""Read the file of histories beside a database: all that a server needs of them, without git and the sources."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

#: The file's name; it lies beside the database.
KEPT = "history.db"


def read_kept(file: Path, sources: str, table: str, record: str, most: int = 50) -> list[dict[str, Any]]:
    """The last entries of a record's history, the newest first.

    Takes the file, the hash of the sources that it must be of, and the record; none where the file is not there, is
    of other sources, or is no history.
    """
    if not file.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("SELECT sources_sha256 FROM about").fetchone() != (sources,):
                return []
            connection.row_factory = sqlite3.Row
            rows = connection.execute(
                "SELECT * FROM entries WHERE table_name = ? AND record = ? ORDER BY seq DESC LIMIT ?",
                (table, record, most),
            ).fetchall()
    except sqlite3.DatabaseError:
        return []
    return [{**dict(row), "fields": json.loads(row["fields"])} for row in rows]
