"""The world as the checks of one group of files see it: their own rows, and of all others what they ask for."""

from collections.abc import Callable, Iterable, KeysView, Mapping
from typing import TypeVar

from readout.checks import Doubts, Question, World
from readout.row import Row
from readout.scale.index import Answers, Index
from readout.schema import Schema
from readout.unit import Key, Unit

T = TypeVar("T")


class GroupWorld(World):
    """What the checks of some units may ask.

    A question whose answer is not known yet is put into `missed`, and answered as if there were nothing: what was
    made of that is thrown away, and made again once the answer is there (see `answered`).
    """

    def __init__(self, schema: Schema, units: Iterable[Unit], doubts: Doubts, answers: Answers) -> None:
        super().__init__(schema)
        self.units = {unit.path: unit for unit in units}
        self.doubts = doubts
        self.answers = answers
        self.missed: set[Question] = set()
        self._own: dict[tuple[str, str, str], Row] = {}
        for unit in self.units.values():
            for row in unit.records(schema) if not unit.curator else ():
                self._own.setdefault((unit.path, row.table, row.id), row)

    def expected(self) -> set[Question]:
        """What the checks will ask for certain: the records of the units themselves, and those they refer to."""
        own = {(table, record) for _, table, record in self._own}
        others = {key for unit in self.units.values() for key in unit.refers(self.schema)}
        used = {("used", *key) for key in own if key[0] != self.schema.article.table}
        return {("record", *key) for key in own | others} | used

    def record(self, table: str, record: str) -> Row | None:
        found = self._found(table, record)
        if found is None:
            return None
        path, rows = found
        own = self._own.get((path, table, record))
        return own or next((row for row in rows if (row.table, row.values["id"]) == (table, record)), None)

    def exists(self, table: str, record: str) -> bool:
        return self._found(table, record) is not None

    def children(self, record: Row, table: str, column: str) -> list[Row]:
        unit = self.units.get(record.path)
        if unit is None:
            found = self._found(record.table, record.id)
            rows = found[1] if found else []
            return [
                row for row in rows if row.table == table and row.values.get(column) == record.id and not row.broken
            ]
        return unit.children(table, column, record.id)

    def users(self, table: str, record: str, via: str) -> list[str]:
        found = self._answer("users", (table, record), self.answers.users, [])
        return [path for kind, path in found if kind == via]

    def withdrawn(self, table: str) -> Mapping[str, Row]:
        return self.answers.withdrawn.get(table, {})

    def named_before(self, table: str, former: str) -> list[str]:
        return sorted(self.answers.former.get((table, former), ()))

    def is_used(self, table: str, record: str) -> bool:
        return self._answer("used", (table, record), self.answers.used, False)

    def ids(self, table: str) -> KeysView[str]:
        if table not in self.answers.ids:
            self.missed.add(("ids", table, ""))
        return self.answers.ids.get(table, {}).keys()

    def is_complete(self, table: str) -> bool:
        return self.doubts.is_complete(table)

    def is_settled(self, table: str = "") -> bool:
        return self.doubts.is_settled(table)

    def _found(self, table: str, record: str) -> tuple[str, list[Row]] | None:
        return self._answer("record", (table, record), self.answers.records, None)

    def _answer(self, what: str, key: Key, known: Mapping[Key, T], unknown: T) -> T:
        if key not in known:
            self.missed.add((what, *key))
            return unknown
        return known[key]


def answered(world: GroupWorld, index: Index, ask: Callable[[Unit], T]) -> dict[str, T]:
    """What a function gives for each unit of a world, by path, once all is known that it asks of the world.

    Raises what it raises then.
    """
    found: dict[str, T] = {}
    left = list(world.units.values())
    while left:
        again: list[Unit] = []
        asked: set[Question] = set()
        for unit in left:
            world.missed = set()
            try:
                found[unit.path] = ask(unit)
            except Exception:
                if not world.missed:
                    raise
            if world.missed:
                again.append(unit)
                asked |= world.missed
        index.look_up(asked, world.answers)
        left = again
    return found
