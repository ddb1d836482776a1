"""A row on its way into the database, and how its id is made."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import product
from typing import Any

from readout.problem import Place, Pointer


@dataclass(slots=True)
class Row:
    """A row: its table, its values by column, and where in the sources it comes from.

    `broken` marks a record whose shape is wrong: only its id is known, so that references to it hold.
    """

    table: str
    values: dict[str, Any]
    path: str
    pointer: Pointer
    broken: bool = field(default=False)

    @property
    def id(self) -> str:
        """The row's primary key."""
        return str(self.values["id"])

    def place(self, name: str | None = None) -> Place:
        """Where the row stands in the sources, or one of its fields."""
        return Place(self.path, pointer=self.pointer if name is None else (*self.pointer, name))


class Rows:
    """All rows by table, in the order of their sources."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.by_table: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self.by_table[row.table].append(row)

    def __getitem__(self, table: str) -> list[Row]:
        return [row for row in self.by_table.get(table, ()) if not row.broken]

    def with_broken(self, table: str) -> list[Row]:
        """The rows of a table, those of broken records included."""
        return self.by_table.get(table, [])

    def by_id(self, table: str) -> dict[str, Row]:
        """The rows of a table by their id; of several with one id, the first."""
        found: dict[str, Row] = {}
        for row in self[table]:
            found.setdefault(row.id, row)
        return found

    def add(self, row: Row) -> None:
        """One more row, at the end of its table."""
        self.by_table[row.table].append(row)

    def counts(self) -> dict[str, int]:
        """Rows by table."""
        return {table: len(rows) for table, rows in sorted(self.by_table.items()) if rows}


#: BLAKE2b of 40 bits, to be copied; and each ten bits in base 32: ids are many, and made so twice as fast.
_BITS = blake2b(digest_size=5)
_PAIRS = [one + other for one, other in product("abcdefghijklmnopqrstuvwxyz234567", repeat=2)]
#: The table of the records that were taken back; no other has them.
WITHDRAWN = "withdrawn"


def redirect(table: str, record: str, former: str, leads_to: str, kind: str) -> dict[str, Any]:
    """The values of a redirect: from which id of a table, to which, and why (renamed, merged).

    Takes the id of the record that says so as well, with which the redirect's own begins.
    """
    values = {"table_name": table, "former": former, "record": leads_to, "kind": kind}
    return {"id": row_id(record, "redirects", table, former), **values}


def row_id(root: str, *parts: str) -> str:
    """An id that depends on what the row says and not on where it stands.

    Takes the id of the article or register record around it and the texts that tell the row from
    its neighbours; returns ROOT-xxxxxxxx, with 40 bits of their BLAKE2b in base 32.
    """
    return short_id(root, "\x1f".join(parts))


def short_id(root: str, said: str) -> str:
    """The id of `row_id`; takes the texts already joined, by U+001F."""
    digest = _BITS.copy()
    digest.update(said.encode())
    number = int.from_bytes(digest.digest())
    pairs = _PAIRS
    last = f"{pairs[number >> 30]}{pairs[number >> 20 & 1023]}{pairs[number >> 10 & 1023]}{pairs[number & 1023]}"
    return f"{root}-{last}"
