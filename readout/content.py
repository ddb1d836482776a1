"""What a table holds, as one hash: of its values alone, not of the file, of SQLite's version or of the order on disk.

A row is written as the JSON of each of its values, a value a line, in the order of the columns, and hashed. The rows'
hashes are added up, so that parts of a table can be hashed apart, in any order, and a row that changes is taken out
and put in again without a look at the others. So that nobody can make other rows with the same sum, a row's hash has
1,344 bits (see docs/verify.md, and on how wide is wide enough D. Wagner, A Generalized Birthday Problem, 2002).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256, shake_128
from itertools import islice
from typing import Any

#: Rows that are written at once, which is several times as fast as one by one.
CHUNK = 2000
#: What parts the rows of a chunk: no value has a bare line feed, for JSON escapes it.
BETWEEN = b"]\n["
#: The bytes of a row's hash, and one more than the greatest sum.
WIDTH = 168
MODULUS = 1 << (8 * WIDTH)


@dataclass(frozen=True)
class TableHash:
    """How many rows a table has, and the hash of what they say."""

    rows: int
    sha256: str


@dataclass
class Sum:
    """The rows of a table, or of a part of it: how many, and the sum of their hashes."""

    rows: int = 0
    total: int = 0

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Some more rows: whole numbers, finite numbers, texts and None; of true REAL columns floats."""
        if rows:
            self.rows += len(rows)
            self.total = (self.total + sum(row_hashes(rows))) % MODULUS

    def remove(self, rows: Sequence[Sequence[Any]]) -> None:
        """Take some rows out."""
        if rows:
            self.rows -= len(rows)
            self.total = (self.total - sum(row_hashes(rows))) % MODULUS

    def join(self, other: "Sum") -> None:
        """Take in another part of the table."""
        self.rows += other.rows
        self.total = (self.total + other.total) % MODULUS

    def take(self, other: "Sum") -> None:
        """Take a part of the table out."""
        self.rows -= other.rows
        self.total = (self.total - other.total) % MODULUS

    def result(self, columns: Sequence[str]) -> TableHash:
        """The hash of a table of these rows, with the names of its columns."""
        whole = sha256(_written([columns]) + self.total.to_bytes(WIDTH, "little"))
        return TableHash(self.rows, whole.hexdigest())


def row_hashes(rows: Sequence[Sequence[Any]]) -> Iterator[int]:
    """The hash of each of some rows (of one at least). Raises ValueError for what is no number."""
    for row in _written(rows).split(BETWEEN):
        yield int.from_bytes(shake_128(row).digest(WIDTH), "little")


def _written(rows: Sequence[Sequence[Any]]) -> bytes:
    text = json.dumps(rows, ensure_ascii=False, allow_nan=False, check_circular=False, separators=("\n", ":"))
    return text[2:-2].encode()


def hash_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> TableHash:
    """The hash of a table from its rows, in flat memory."""
    whole, iterator = Sum(), iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        whole.add(chunk)
    return whole.result(columns)


def content_sha256(tables: dict[str, TableHash]) -> str:
    """One hash for all tables: of a line `NAME ROWS SHA256` for each, in the order of their names."""
    lines = (f"{name} {table.rows} {table.sha256}\n" for name, table in sorted(tables.items()))
    return sha256("".join(lines).encode()).hexdigest()
