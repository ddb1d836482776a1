"""All files' rows in memory, by what can be asked about them: for who works on a few thousand articles, or on one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, KeysView, Mapping
from typing import Any

from readout.checks.world import Question, World
from readout.row import WITHDRAWN, Row, Rows
from readout.schema import Schema
from readout.unit import ANY, Key, Unit

#: What is asked of a whole table, though it is a record that answers otherwise.
OF_A_TABLE = {"withdrawn", "former"}


class Memory(World):
    """All files' rows, and what follows from all of them together."""

    def __init__(self, schema: Schema, units: Iterable[Unit] = ()) -> None:
        super().__init__(schema)
        self.units: dict[str, Unit] = {}
        self._records: dict[str, dict[str, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
        self._referring: dict[Key, set[str]] = defaultdict(set)
        self._uses: Counter[Key] = Counter()
        self._incomplete: Counter[str] = Counter()
        self._doubtful: set[str] = set()
        self._dangling: dict[str, set[str]] = {name: set() for name, table in schema.tables.items() if table.file}
        self._withdrawn: dict[str, dict[str, Row]] = defaultdict(dict)
        self._former: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._rows: Rows | None = None
        for unit in units:
            self.put(unit)

    def put(self, unit: Unit) -> set[Question]:
        """Take a unit in, in place of the one of the same path; returns the questions with another answer now."""
        return self._exchange(unit.path, unit)

    def take_out(self, path: str) -> set[Question]:
        """Forget the unit of a path; returns the questions with another answer now."""
        return self._exchange(path, None)

    def _exchange(self, path: str, after: Unit | None) -> set[Question]:
        before = self.units.get(path)
        touched = self._touched(before) | self._touched(after) | self._own(before) | self._own(after)
        old = self._overall(touched)
        if before:
            self._forget(before)
        if after:
            self._take_in(after)
        self._rows = None
        for table, record in touched:
            dangles = self._uses[table, record] > 0 and record not in self._records[table]
            (self._dangling[table].add if dangles else self._dangling[table].discard)(record)
        new = self._overall(touched)
        return self._answers(before, after) | {question for question in old if old[question] != new[question]}

    def _take_in(self, unit: Unit) -> None:
        self.units[unit.path] = unit
        self._incomplete[unit.incomplete] += 1
        self._uses.update(self._touched(unit))
        if unit.problems or unit.incomplete:
            self._doubtful.add(unit.path)
        if not unit.curator:
            for row in unit.records(self.schema):
                self._records[row.table][row.id].setdefault(unit.path, row)
            for key in self._touched(unit):
                self._referring[key].add(unit.path)
            for row in unit.rows[WITHDRAWN]:
                self._withdrawn[row.values["table_name"]][row.values["record"]] = row
            for former in unit.rows["redirects"]:
                self._former[former.values["table_name"]][former.values["former"]].add(former.values["record"])

    def _forget(self, unit: Unit) -> None:
        del self.units[unit.path]
        self._incomplete[unit.incomplete] -= 1
        self._uses.subtract(self._touched(unit))
        self._doubtful.discard(unit.path)
        if not unit.curator:
            for row in unit.records(self.schema):
                holders = self._records[row.table].get(row.id, {})
                holders.pop(unit.path, None)
                if not holders:
                    self._records[row.table].pop(row.id, None)
            for key in self._touched(unit):
                self._referring[key].discard(unit.path)
            for row in unit.rows[WITHDRAWN]:
                self._withdrawn[row.values["table_name"]].pop(row.values["record"], None)
            for former in unit.rows["redirects"]:
                self._former[former.values["table_name"]][former.values["former"]].discard(former.values["record"])

    def _touched(self, unit: Unit | None) -> set[Key]:
        """The records of other files that a unit refers to."""
        return set(unit.refers(self.schema)) if unit else set()

    def _own(self, unit: Unit | None) -> set[Key]:
        """The records that other files may refer to in a unit."""
        return {(row.table, row.id) for row in unit.records(self.schema)} if unit and not unit.curator else set()

    def _overall(self, keys: set[Key]) -> dict[Question, bool]:
        """The answers that rest on all units together: those about some records, and about the whole."""
        said: dict[Question, bool] = {("used", *key): self._uses[key] > 0 for key in keys}
        said |= {("exists", table, record): bool(self._records[table].get(record)) for table, record in keys}
        for table in ("", *self._dangling):
            said["settled", table, ""] = self._settled(table)
        return said

    def _settled(self, table: str) -> bool:
        return not self._doubtful and not (self._dangling[table] if table else any(self._dangling.values()))

    def _answers(self, before: Unit | None, after: Unit | None) -> set[Question]:
        """The questions that two versions of a unit answer differently."""
        changed: set[Question] = set()
        old, new = (self._said(unit) for unit in (before, after))
        for question in old.keys() | new.keys():
            if old.get(question) != new.get(question):
                changed.add((*question[:2], "") if question[0] in OF_A_TABLE else question)
                if question[0] == "record" and (question in old) != (question in new):
                    changed.add(("ids", question[1], ""))
        return changed

    def _said(self, unit: Unit | None) -> dict[Question, Any]:
        """What a unit answers to each question that it has a part in."""
        said: dict[Question, Any] = {}
        if unit is None:
            return said
        if unit.incomplete:
            said["complete", unit.incomplete, ""] = False
        if not unit.curator:
            for row, inner in unit.whole_records(self.schema):
                said["record", row.table, row.id] = (row.values, row.broken, [child.values for child in inner])
            for row in unit.rows[WITHDRAWN]:
                said["withdrawn", row.values["table_name"], row.values["record"]] = row.values
            for former in unit.rows["redirects"]:
                said["former", former.values["table_name"], former.id] = former.values
            for (table, record), vias in unit.uses(self.schema).items():
                said["users", table, record] = vias
        return said

    def record(self, table: str, record: str) -> Row | None:
        self._note("record", table, record)
        holders = self._records[table].get(record)
        return holders[min(holders)] if holders else None

    def exists(self, table: str, record: str) -> bool:
        self._note("exists", table, record)
        return bool(self._records[table].get(record))

    def children(self, record: Row, table: str, column: str) -> list[Row]:
        self._note("record", record.table, record.id)
        return self.units[record.path].children(table, column, record.id)

    def users(self, table: str, record: str, via: str) -> list[str]:
        self._note("users", table, record)
        key = (table, record)
        return sorted(path for path in self._referring.get(key, ()) if via in self.units[path].uses(self.schema)[key])

    def referring(self, table: str, record: str) -> list[Row]:
        """The rows of all files that refer to a record, in the order of paths."""
        key = (table, record)
        paths = sorted(self._referring.get(key, ()))
        return [row for path in paths for row in self.units[path].refers(self.schema)[key]]

    def withdrawn(self, table: str) -> Mapping[str, Row]:
        self._note("withdrawn", table)
        return self._withdrawn[table]

    def named_before(self, table: str, former: str) -> list[str]:
        self._note("former", table)
        return sorted(self._former[table].get(former, ()))

    def is_used(self, table: str, record: str) -> bool:
        self._note("used", table, record)
        return self._uses[table, record] > 0

    def ids(self, table: str) -> KeysView[str]:
        self._note("ids", table)
        return self._records[table].keys()

    def is_complete(self, table: str) -> bool:
        self._note("complete", table)
        self._note("complete", ANY)
        return not (self._incomplete[table] or self._incomplete[ANY])

    def is_settled(self, table: str = "") -> bool:
        self._note("settled", table)
        return self._settled(table)

    @property
    def seconds(self) -> list[Unit]:
        """The second, independent annotations, in the order of paths."""
        return [unit for path, unit in sorted(self.units.items()) if unit.curator]

    @property
    def firsts(self) -> list[Unit]:
        """The units that make up the database, in the order of paths."""
        return [unit for path, unit in sorted(self.units.items()) if not unit.curator]

    @property
    def rows(self) -> Rows:
        """The rows that make up the database, in the order of paths."""
        if self._rows is None:
            self._rows = Rows(row for unit in self.firsts for row in unit.in_use())
        return self._rows

    @property
    def anchors(self) -> dict[str, dict[str, Any]]:
        """The anchors of each article, by its path without `.md`."""
        return {unit.path.removesuffix(".md"): unit.anchors for unit in self.firsts if unit.anchors}
