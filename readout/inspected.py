"""What Datasette else finds out by counting every table when it starts: its inspect file, made from the manifest.

See https://docs.datasette.io/en/stable/performance.html#using-datasette-inspect
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from readout.database import quoted
from readout.manifest import read_head, read_origin

NAME = "inspect-data.json"
#: A full-text index is called as its table is, with this behind; what it keeps for itself has more behind.
INDEX = "_fts"


def write_inspected(database: Path, folder: Path, manifest: Path) -> Path | None:
    """Write the inspect file of a database into a folder; None where the manifest is not this database's.

    `hash` is that of the content, not of the file, which would have to be read from end to end; as would the tables
    that full-text indexes keep for themselves, so they are not listed. Raises OSError and sqlite3.Error.
    """
    head = read_head(manifest)
    about = head.dataset if head else {}
    if not head or read_origin(database) != (about.get("schema_sha256"), about.get("sources_sha256")):
        return None
    known = {name: table.rows for name, table in head.tables.items()}
    known |= {name + INDEX: rows for name, rows in known.items()}
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        listed = [name for name in names if f"{INDEX}_" not in name]
        counts = {name: known[name] if name in known else _count(connection, name) for name in listed}
    tables = {name: {"count": count} for name, count in counts.items()}
    told = {"hash": head.content, "size": database.stat().st_size, "file": str(database), "tables": tables}
    file = folder / NAME
    file.write_text(json.dumps({database.stem: told}, indent=1), encoding="utf-8")
    return file


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()[0])
