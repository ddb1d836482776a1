"""Which units rest on what has changed in others."""

import sqlite3
from dataclasses import dataclass, field

from readout.checks.compared import COMPARED
from readout.packed import rows_of
from readout.store.parts import Parts, alike, unpack
from readout.store.store import askers, holders, users
from readout.unit import HAPPENED, Key

#: How a record is used, as far as its own checks look at it.
Standing = tuple[object, ...]


@dataclass
class Difference:
    """What is otherwise than it was kept: records that say something else, and records that are used otherwise.

    A unit rests on the records that it refers to; on what its checks asked about besides: what other records say, and
    who uses them; and where it holds records itself on whether these are used at all, and whether by one article or by
    more (see checks.compared).
    """

    records: set[Key] = field(default_factory=set)
    used: set[Key] = field(default_factory=set)
    flipped: set[Key] = field(default_factory=set)
    renamed: bool = False
    _standing: dict[Key, Standing] = field(default_factory=dict)

    def note(self, connection: sqlite3.Connection, before: Parts | None, after: Parts | None) -> None:
        """Take in two versions of a unit, before anything in the store is changed."""
        old, new = before or Parts(""), after or Parts("")
        keys = old.records.keys() | new.records.keys()
        changed = {key for key in keys if not alike(old.records.get(key), new.records.get(key))}
        self.records |= changed if old.path == new.path else keys
        uses = old.uses ^ new.uses
        for name, record, via in uses:
            self.used.add((name, record))
            if via == HAPPENED:
                self.flipped.add((name, record))
        for key in {use[:2] for use in uses} - self._standing.keys():
            self._standing[key] = _standing(connection, key)
        if [*map(unpack, old.withdrawn)] != [*map(unpack, new.withdrawn)] or set(old.former) != set(new.former):
            self.renamed = True
            for content in (*old.withdrawn, *new.withdrawn):
                (row,) = rows_of(content, "")
                self.records.add((row.values["table_name"], row.values["record"]))
            self.records |= {(name, former) for name, former, _ in (*old.former, *new.former)}

    def close(self, connection: sqlite3.Connection) -> None:
        """See how records are used now that the store has the units as they are."""
        for key, before in self._standing.items():
            if _standing(connection, key) != before:
                self.flipped.add(key)

    def affected(self, connection: sqlite3.Connection) -> set[int]:
        """The numbers of the units that have to be looked at again."""
        units: set[int] = set()
        for key in self.records:
            units |= holders(connection, key) | users(connection, key) | askers(connection, (*key, False))
        for key in self.flipped:
            units |= holders(connection, key)
        for key in self.used:
            units |= askers(connection, (*key, True))
        return units

    def dangling(self, connection: sqlite3.Connection) -> frozenset[str]:
        """The tables of which some record is referred to now that is not there; before there was none."""
        keys = self.records | self.used
        return frozenset(key[0] for key in keys if users(connection, key) and not holders(connection, key))


def _standing(connection: sqlite3.Connection, key: Key) -> Standing:
    """How a record is used, as far as its own checks look at it."""
    ask = "SELECT unit FROM kept_uses WHERE name = ? AND id = ? AND via = ? LIMIT 2"
    by_few = tuple(tuple(connection.execute(ask, (*key, via)).fetchall()) for via in COMPARED)
    anybody = connection.execute("SELECT 1 FROM kept_uses WHERE name = ? AND id = ? LIMIT 1", key).fetchone()
    return (anybody, *(one if len(one) < 2 else 2 for one in by_few))
