"""Rows as bytes, from one step of a build to another, and from one build to the next.

They are written and read by Pythons of one version, which whoever keeps them sees to, in files that nobody else writes.
"""

import marshal
from collections.abc import Iterable
from typing import Any

from readout.row import Row

#: A row without the path of its file: table, values, pointer, and whether it is broken.
Plain = tuple[str, dict[str, Any], tuple[str | int, ...], bool]


def packed_rows(rows: Iterable[Row]) -> bytes:
    """Some rows of one file; the path is left out."""
    return marshal.dumps([plain_row(row) for row in rows])


def rows_of(content: bytes, path: str) -> list[Row]:
    """The rows again, of the file of a path."""
    return [row_of(plain, path) for plain in marshal.loads(content)]


def plain_row(row: Row) -> Plain:
    """A row as values that marshal can write."""
    return row.table, row.values, tuple(row.pointer), row.broken


def row_of(plain: Plain, path: str) -> Row:
    """The row again, of the file of a path."""
    table, values, pointer, broken = plain
    return Row(table, values, path, pointer, broken)
