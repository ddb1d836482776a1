"""Histories in a file beside the database, for the pages: a build asks neither git nor a clock.

The file says of which sources it is, by the same hash as the table `dataset`; a page shows nothing of another's.
"""

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from readout.history.blocks import Key
from readout.history.entry import Entry, fields_value


def write_kept(target: Path, sources: str, found: Iterable[tuple[Key, list[Entry]]]) -> int:
    """Write histories beside their place and rename the file; returns how many entries there are. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(beside)) as connection, connection:
            connection.execute("CREATE TABLE about (sources_sha256 TEXT NOT NULL) STRICT")
            connection.execute("INSERT INTO about VALUES (?)", (sources,))
            connection.execute(
                'CREATE TABLE entries (table_name TEXT, record TEXT, seq INTEGER, "commit" TEXT, date TEXT,'
                " subject TEXT, kind TEXT, former TEXT, fields TEXT,"
                " PRIMARY KEY (table_name, record, seq)) STRICT, WITHOUT ROWID"
            )
            rows = (_row(key, seq, entry) for key, entries in found for seq, entry in enumerate(entries))
            connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            count: int = connection.execute("SELECT count(*) FROM entries").fetchone()[0]
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return count


def _row(key: Key, seq: int, entry: Entry) -> tuple[Any, ...]:
    fields = json.dumps([fields_value(field) for field in entry.fields], ensure_ascii=False)
    return (*key, seq, entry.commit, entry.date, entry.subject, entry.kind, entry.former or None, fields)
