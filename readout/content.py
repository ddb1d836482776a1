"""What a table holds, as one hash: of its values alone, not of the file, of SQLite's version or of the order on disk.

A row is written as the JSON of each of its values, a value a line, in the order of the columns. The hash of a table
is the SHA-256 of the SHA-256s of its rows, in the order of their ids, with the names of the columns as the first.
docs/verify.md has it in full.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

#: Rows that are written at once, which is several times as fast as one by one.
CHUNK = 2000
#: What parts the rows of a chunk: no value has a bare line feed, for JSON escapes it.
BETWEEN = b"]\n["


@dataclass(frozen=True)
class TableHash:
    """How many rows a table has, and the hash of what they say."""

    rows: int
    sha256: str


class Hasher:
    """Takes the rows of a table in the order of their ids, and gives its hash."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._rows = 0
        self._hash = sha256(next(row_hashes([columns])))

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Some more rows: whole numbers, finite numbers, texts and None; of true REAL columns floats."""
        if rows:
            self._hash.update(b"".join(row_hashes(rows)))
            self._rows += len(rows)

    def result(self) -> TableHash:
        """The hash of all rows so far."""
        return TableHash(self._rows, self._hash.hexdigest())


def row_hashes(rows: Sequence[Sequence[Any]]) -> Iterator[bytes]:
    """The SHA-256 of each of some rows (of one at least). Raises ValueError for what is no number."""
    text = json.dumps(rows, ensure_ascii=False, allow_nan=False, check_circular=False, separators=("\n", ":"))
    for row in text[2:-2].encode().split(BETWEEN):
        yield sha256(row).digest()


def hash_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> TableHash:
    """The hash of a table from its rows in the order of their ids, in flat memory."""
    hasher, iterator = Hasher(columns), iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        hasher.add(chunk)
    return hasher.result()


def content_sha256(tables: dict[str, TableHash]) -> str:
    """One hash for all tables: of a line `NAME ROWS SHA256` for each, in the order of their names."""
    lines = (f"{name} {table.rows} {table.sha256}\n" for name, table in sorted(tables.items()))
    return sha256("".join(lines).encode()).hexdigest()
