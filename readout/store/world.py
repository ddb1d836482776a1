"""The world of the checks, answered from the store: in flat memory, however many files there are."""

import sqlite3
from collections.abc import KeysView, Mapping
from functools import lru_cache

from readout.checks.world import Doubts, NotYet, World
from readout.packed import rows_of
from readout.row import Row
from readout.schema import Schema
from readout.unit import Unit

#: Records, and answers whether there is one, that are kept at hand.
MOST_RECORDS, MOST_ANSWERS = 4_000, 40_000
OF_UNITS = "JOIN kept_units USING (unit)"
USERS = f"SELECT path FROM kept_uses {OF_UNITS} WHERE name = ? AND id = ? AND via = ? ORDER BY path"
RECORD = f"SELECT path, row FROM kept_records {OF_UNITS} WHERE name = ? AND id = ? ORDER BY path LIMIT 1"
WITHDRAWN = f"SELECT path, row FROM kept_withdrawn {OF_UNITS}"


class StoredWorld(World):
    """Answers from a store in which all units are, as they are now."""

    def __init__(self, schema: Schema, connection: sqlite3.Connection, doubts: Doubts) -> None:
        super().__init__(schema)
        self.connection = connection
        self.doubts = doubts
        self._record = lru_cache(MOST_RECORDS)(self._read_record)
        self._exists = lru_cache(MOST_ANSWERS)(self._look_up)
        self._withdrawn = lru_cache(None)(self._read_withdrawn)
        self._named_before = lru_cache(None)(self._read_former)
        self._ids = lru_cache(1)(self._read_ids)

    def record(self, table: str, record: str) -> Row | None:
        self._note("record", table, record)
        found = self._record(table, record)
        return found[0] if found else None

    def exists(self, table: str, record: str) -> bool:
        self._note("exists", table, record)
        return self._exists(table, record)

    def children(self, record: Row, table: str, column: str) -> list[Row]:
        self._note("record", record.table, record.id)
        found = self._record(record.table, record.id)
        rows = (row for row in found or () if row.table == table and not row.broken)
        return [row for row in rows if row.values.get(column) == record.id]

    def users(self, table: str, record: str, via: str) -> list[str]:
        self._note("users", table, record)
        return [path for (path,) in self.connection.execute(USERS, (table, record, via))]

    def withdrawn(self, table: str) -> Mapping[str, Row]:
        return self._withdrawn().get(table, {})

    def named_before(self, table: str, former: str) -> list[str]:
        self._note("former", table, former)
        return self._named_before().get((table, former), [])

    def is_used(self, table: str, record: str) -> bool:
        self._note("used", table, record)
        ask = "SELECT 1 FROM kept_uses WHERE name = ? AND id = ? LIMIT 1"
        return self.connection.execute(ask, (table, record)).fetchone() is not None

    def ids(self, table: str) -> KeysView[str]:
        return self._ids(table)

    def is_complete(self, table: str) -> bool:
        return self.doubts.is_complete(table)

    def is_settled(self, table: str = "") -> bool:
        return self.doubts.is_settled(table)

    def _read_record(self, table: str, record: str) -> list[Row] | None:
        """A record, and the rows that stand inside it."""
        found = self.connection.execute(RECORD, (table, record)).fetchone()
        return rows_of(found[1], found[0]) if found else None

    def _look_up(self, table: str, record: str) -> bool:
        ask = "SELECT 1 FROM kept_records WHERE name = ? AND id = ? LIMIT 1"
        return self.connection.execute(ask, (table, record)).fetchone() is not None

    def _read_withdrawn(self) -> dict[str, dict[str, Row]]:
        found: dict[str, dict[str, Row]] = {}
        for path, content in self.connection.execute(WITHDRAWN):
            (row,) = rows_of(content, path)
            found.setdefault(row.values["table_name"], {})[row.values["record"]] = row
        return found

    def _read_former(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for name, former, record in self.connection.execute("SELECT name, former, record FROM kept_former"):
            if record not in found.setdefault((name, former), []):
                found[name, former].append(record)
        return {key: sorted(records) for key, records in found.items()}

    def _read_ids(self, table: str) -> KeysView[str]:
        rows = self.connection.execute("SELECT DISTINCT id FROM kept_records WHERE name = ? ORDER BY id", (table,))
        return dict.fromkeys(record for (record,) in rows).keys()


class RegistersOnly(StoredWorld):
    """Answers while only the registers are known, and of the articles the one at hand.

    What rests on other articles can't be told: NotYet. So what a check finds here, where it comes to its end without
    a problem, it would find with all files.
    """

    def __init__(self, schema: Schema, connection: sqlite3.Connection) -> None:
        super().__init__(schema, connection, Doubts())
        self.here: Unit | None = None

    def record(self, table: str, record: str) -> Row | None:
        if table != self.schema.article.table:
            return super().record(table, record)
        if self.here is None or self.here.curator or self.here.article is None or self.here.article.id != record:
            raise NotYet
        return self.here.article

    def exists(self, table: str, record: str) -> bool:
        if table != self.schema.article.table:
            return super().exists(table, record)
        return self.record(table, record) is not None

    def withdrawn(self, table: str) -> Mapping[str, Row]:
        if table == self.schema.article.table:
            raise NotYet
        return super().withdrawn(table)

    def named_before(self, table: str, former: str) -> list[str]:
        raise NotYet

    def users(self, table: str, record: str, via: str) -> list[str]:
        raise NotYet

    def is_used(self, table: str, record: str) -> bool:
        raise NotYet

    def ids(self, table: str) -> KeysView[str]:
        raise NotYet

    def is_complete(self, table: str) -> bool:
        raise NotYet

    def is_settled(self, table: str = "") -> bool:
        raise NotYet
