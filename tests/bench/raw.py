"""A raw load: ready rows into the same tables, and nothing else. `python -m tests.bench.raw DATABASE NEW`.

Prints the seconds that passed and those of the processor as JSON. Rows are read table by table before the clock runs;
there are no indexes but those of the primary keys, no full-text search and no views.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path

TABLES = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT' ORDER BY rowid"


def load(database: Path, new: Path) -> tuple[float, float]:
    """Write the rows of a database into a new one; returns seconds that passed, and of the processor."""
    wall = cpu = 0.0
    source, target = sqlite3.connect(database), sqlite3.connect(new)
    target.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    for name, sql in source.execute(TABLES).fetchall():
        rows = source.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
        begun, used = time.perf_counter(), time.process_time()
        with target:
            target.execute("BEGIN")
            target.execute(sql)
            if rows:
                target.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
        wall += time.perf_counter() - begun
        cpu += time.process_time() - used
    source.close()
    target.close()
    return wall, cpu


if __name__ == "__main__":
    print(json.dumps(load(Path(sys.argv[1]), Path(sys.argv[2]))))
