"""Compare two databases row by row. SQLite finds the rows that differ; only those are loaded."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from readout.difference.catalog import DERIVED, Catalog, attach
from readout.difference.contract import schema_changes
from readout.difference.pairing import Pairing
from readout.difference.value import Difference, FieldChange, Owner, RowChange

#: Columns that follow from others of the same row, or from its article.
FOLLOWS = frozenset({"annotation_status", "value_number"})
FOLLOWING = frozenset({("quotes", "words")})
#: What names a row to a person, the first that it has.
LABELS = (
    "headline", "name", "title", "statement", "term", "rating", "exact", "words", "gist", "reason", "claim", "event",
    "toward", "actor", "frame", "kind", "field", "code", "former", "role",
)  # fmt: skip
#: Tables whose rows name the record that they belong to by its table and its id.
POINTING = {"exceptions", "redirects"}


def compare(old: Path, new: Path) -> Difference:
    """What the database `new` has otherwise than `old`.

    Takes two database files of Readout's, of any versions of the schema; of a table only the columns that both
    have are compared. Raises Foreign for any other file, and sqlite3.Error.
    """
    connection, before, after = attach(old, new)
    with closing(connection):
        comparison = _Comparison(connection, before, after)
        found = Difference(schema_changes(before, after), comparison.rows())
        found.gone = comparison.gone(found.rows)
        return found


class _Comparison:
    """Two attached databases on their way to a difference."""

    def __init__(self, connection: sqlite3.Connection, old: Catalog, new: Catalog) -> None:
        self.connection, self.old, self.new = connection, old, new
        self.records = old.records | new.records
        connection.row_factory = sqlite3.Row
        names = dict.fromkeys([*new.tables, *old.tables])
        self.tables = [name for name in names if name not in DERIVED]
        self._owners: dict[tuple[str, str, str], Owner] = {}

    def rows(self) -> list[RowChange]:
        """All rows that differ, in the order of their tables and ids."""
        pairing = Pairing(self._redirects(), self._references())
        found: list[RowChange] = []
        for table in sorted(self.tables, key=lambda name: name not in self.records):
            removed = self._only_in(self.old, self.new, table)
            added = self._only_in(self.new, self.old, table)
            pairs = pairing.pair(table, removed, added, self._compared(table), self._parent(table))
            found += [change for pair in pairs if (change := self._renamed(table, *pair, pairing))]
            found += [self._whole(table, row, "removed", self.old) for row in removed.values()]
            found += [self._whole(table, row, "added", self.new) for row in added.values()]
            found += self._changed(table, pairing)
        places = {name: place for place, name in enumerate(self.tables)}
        return sorted(found, key=lambda row: (places[row.table], row.owner, row.id))

    def gone(self, rows: list[RowChange]) -> list[Owner]:
        """The records that were removed: an id is never taken away, but withdrawn, or led on."""
        return [row.owner for row in rows if row.kind == "removed" and row.is_record]

    def _compared(self, table: str) -> list[str]:
        """The columns that both have, without those that follow from others."""
        old, new = self.old.tables.get(table, {}), self.new.tables.get(table, {})
        columns = [name for name in (new or old) if name in (old or new)]
        bounds = {f"{name}_{end}" for name in columns for end in ("earliest", "latest")}
        return [name for name in columns if name not in bounds | FOLLOWS and (table, name) not in FOLLOWING]

    def _only_in(self, here: Catalog, there: Catalog, table: str) -> dict[str, dict[str, Any]]:
        if table not in here.tables:
            return {}
        sql = f"SELECT * FROM {here.table(table)}"
        if table in there.tables:
            sql += f" AS a WHERE NOT EXISTS (SELECT 1 FROM {there.table(table)} AS b WHERE b.id = a.id)"
        return {row["id"]: dict(row) for row in self.connection.execute(f"{sql} ORDER BY id")}

    def _changed(self, table: str, pairing: Pairing) -> Iterator[RowChange]:
        columns = [name for name in self._compared(table) if name != "id"]
        if table not in self.old.tables or table not in self.new.tables or not columns:
            return
        differ = " OR ".join(f'a."{name}" IS NOT b."{name}"' for name in columns)
        told = ", ".join(f'a."{name}", b."{name}"' for name in columns)
        sql = f"SELECT b.id, {told} FROM {self.old.table(table)} AS a JOIN {self.new.table(table)} AS b ON b.id = a.id"
        for key, *values in self.connection.execute(f"{sql} WHERE {differ} ORDER BY b.id"):
            before = dict(zip(columns, values[::2], strict=True))
            after = dict(zip(columns, values[1::2], strict=True))
            if fields := self._fields(table, before, after, pairing):
                yield RowChange(table, key, "changed", self._owner(table, key, after, self.new), _label(after), fields)

    def _renamed(self, table: str, before: dict[str, Any], after: dict[str, Any], pairing: Pairing) -> RowChange | None:
        fields = self._fields(table, before, after, pairing)
        owner = self._owner(table, after["id"], after, self.new)
        if not fields and table not in self.records:
            return None  # it only went along with what it refers to, or belongs to
        return RowChange(table, after["id"], "renamed", owner, _label(after), fields, before["id"])

    def _fields(
        self, table: str, before: dict[str, Any], after: dict[str, Any], pairing: Pairing
    ) -> tuple[FieldChange, ...]:
        """The fields that differ, but for references that lead to the same under its new id."""
        return tuple(
            FieldChange(name, before[name], after[name])
            for name in self._compared(table)
            if name != "id" and pairing.present(table, name, before) != after[name]
        )

    def _whole(self, table: str, row: dict[str, Any], kind: str, side: Catalog) -> RowChange:
        owner = self._owner(table, row["id"], row, side)
        kept = [(name, row[name]) for name in self._compared(table) if name != "id" and row[name] is not None]
        if kind == "added":
            return RowChange(
                table, row["id"], "added", owner, _label(row), tuple(FieldChange(n, None, v) for n, v in kept)
            )
        return RowChange(
            table, row["id"], "removed", owner, _label(row), tuple(FieldChange(n, v, None) for n, v in kept)
        )

    def _parent(self, table: str) -> str:
        """The column that holds what a row stands inside: the first after its id, where that refers to something."""
        columns = list((self.new.tables.get(table) or self.old.tables[table]).values())
        return columns[1].name if table not in self.records and len(columns) > 1 and columns[1].refers_to else ""

    def _owner(self, table: str, key: str, row: dict[str, Any], side: Catalog) -> Owner:
        """The record that a row belongs to."""
        if table in self.records:
            return table, key
        if table in POINTING and row.get("table_name") in side.tables:
            return self._owner_by_id(row["table_name"], str(row["record"]), side)
        parent = self._parent(table)
        target = (side.tables.get(table) or {}).get(parent)
        if target is None or row.get(parent) is None:
            return table, key
        return self._owner_by_id(target.refers_to, str(row[parent]), side)

    def _owner_by_id(self, table: str, key: str, side: Catalog) -> Owner:
        if table in self.records:
            return table, key
        asked = (side.side, table, key)
        if asked not in self._owners:
            row = self.connection.execute(f"SELECT * FROM {side.table(table)} WHERE id = ?", (key,)).fetchone()
            self._owners[asked] = self._owner(table, key, dict(row), side) if row else (table, key)
        return self._owners[asked]

    def _redirects(self) -> dict[tuple[str, str], str]:
        """Where renamed ids lead, as the newer database says."""
        if "redirects" not in self.new.tables:
            return {}
        rows = self.connection.execute(f"SELECT table_name, former, record FROM {self.new.table('redirects')}")
        return {(row["table_name"], row["former"]): row["record"] for row in rows}

    def _references(self) -> dict[tuple[str, str], str]:
        """The table that a column refers to, by table and column."""
        return {
            (table, column.name): column.refers_to
            for table, columns in self.new.tables.items()
            for column in columns.values()
            if column.refers_to
        }


def _label(row: dict[str, Any]) -> str:
    return next((" ".join(row[name].split()) for name in LABELS if isinstance(row.get(name), str)), "")
