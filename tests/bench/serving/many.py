"""A dataset with very many rows, made from a small one."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path


def with_many_quotes(database: Path, place: Path, count: int) -> Path:
    """Write a copy of a database with each quote so often that there are about so many; returns the copy.

    The copies of a quote are in tens of thousands of articles, none of which has a page.
    """
    shutil.copy(database, place)
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -200000;")
        names = [row[1] for row in connection.execute("PRAGMA table_info(quotes)")]
        made = {"id": "quotes.id || '-' || n", "article": "quotes.article || '-' || (n % 5000)"}
        cells = ", ".join(made.get(name, f'quotes."{name}"') for name in names)
        times = count // connection.execute("SELECT count(*) FROM quotes").fetchone()[0]
        counting = f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT {times})"
        connection.execute(f"{counting} INSERT INTO quotes SELECT {cells} FROM c, quotes")
    return place
