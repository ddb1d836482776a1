"""Open a database that anyone may have made: to read only, as it lies there, trusting nothing in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

MAGIC = b"SQLite format 3\x00"
#: Longer than a value, a page of the search index or a statement of a schema ever is.
LONGEST = 16_000_000
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
#: Temporary tables, of the search that is made anew to compare, stay in memory.
PRAGMAS = (
    "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA mmap_size = 0", "PRAGMA temp_store = MEMORY",
    "PRAGMA automatic_index = OFF",
)  # fmt: skip


def is_sqlite(file: Path) -> bool:
    """Whether a file begins as a database of SQLite does. Raises OSError where it can't be read."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can't write the file, nor load extensions. Raises sqlite3.Error.

    The file is taken as one that nobody writes meanwhile: a build puts another in its place and leaves this one.
    """
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        for limit, value in LIMITS.items():
            connection.setlimit(limit, value)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        yield connection
