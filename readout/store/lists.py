"""The list of all source files, as their common hash and the manifest have it.

It is kept in pieces of some two hundred files, each written anew when one of its files has changed: a hundred thousand
lines take half a second to write, which each change would have to wait for.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import sha256

from readout.manifest import BETWEEN, ENTRY

#: Files in a piece, when all are made.
FILES = 200
#: What `sha256sum` prints for a file, as SQL of its path and sha256.
LINE = "sha256 || '  ' || path || char(10)"
#: What is greater than any text in SQLite.
BEYOND = b""
PIECE = f"""INSERT OR REPLACE INTO kept_lists
SELECT ?, count(*), coalesce(group_concat({LINE}, ''), ''), coalesce(group_concat({ENTRY}, ?), '')
FROM (SELECT path, size, sha256 FROM kept_files WHERE path >= ? AND path < ? ORDER BY path)"""


def begin_lists(connection: sqlite3.Connection) -> None:
    """Write all pieces, once all files are there."""
    ask = "SELECT path FROM kept_files WHERE path >= ? ORDER BY path LIMIT 1 OFFSET ?"
    first = ""
    while after := connection.execute(ask, (first, FILES)).fetchone():
        _write(connection, first, after[0])
        first = after[0]
    _write(connection, first, BEYOND)


def renew_lists(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Write the pieces anew to which some files belong that have changed, are new, or are gone."""
    of_path = "SELECT max(first) FROM kept_lists WHERE first <= ?"
    for first in sorted({connection.execute(of_path, (path,)).fetchone()[0] for path in paths}):
        (after,) = connection.execute("SELECT min(first) FROM kept_lists WHERE first > ?", (first,)).fetchone()
        _write(connection, first, BEYOND if after is None else after)


def _write(connection: sqlite3.Connection, first: str, after: str | bytes) -> None:
    connection.execute(PIECE, (first, BETWEEN, first, after))


def count_files(connection: sqlite3.Connection) -> int:
    """How many source files there are."""
    (files,) = connection.execute("SELECT sum(files) FROM kept_lists").fetchone()
    return int(files)


def sources_hash(connection: sqlite3.Connection) -> str:
    """One SHA-256 of all source files (see listing.hashed)."""
    whole = sha256()
    for (lines,) in connection.execute("SELECT CAST(lines AS BLOB) FROM kept_lists ORDER BY first"):
        whole.update(lines)
    return whole.hexdigest()


def entries(connection: sqlite3.Connection) -> Iterator[str]:
    """What the manifest says of all source files, in the order of their paths, in pieces (see manifest.Made)."""
    for (some,) in connection.execute("SELECT entries FROM kept_lists WHERE files ORDER BY first"):
        yield some
