"""What has changed since the last build, read again and checked, with all that rests on it.

Each file is looked at for whether it is as it was. Units whose files have changed are read again, and so are those
whose checks or rows rest on what changed. All this is in a transaction on the store, which has the units as they are
until the caller ends it; of the others the last build found that they have no problems.
"""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from readout import plain
from readout.checks import Doubts, run_checks
from readout.checks.world import Question
from readout.compile.chunk import Moved
from readout.problem import Problem, few
from readout.record import Reader
from readout.schema import Schema
from readout.source import article_of
from readout.store.affected import Difference
from readout.store.lists import count_files
from readout.store.parts import Parts, parts_of
from readout.store.scan import Scan, scan
from readout.store.store import kept, paths_of, put, read_about, renew, take_out
from readout.store.world import StoredWorld
from readout.unit import Unit, anchors_of
from readout.units import Taken, read_unit

#: Of more units than these that have changed, and than one for so many files, all are read.
MANY, ONE_IN = 400, 10
#: Seconds to wait for somebody who reads, or builds.
BUSY = 20.0


@dataclass(frozen=True)
class Stale:
    """The last build can't be gone on with; says why, and nothing where there is none."""

    why: str


@dataclass
class Again:
    """A unit that is looked at again: as it was kept, as it is, and what its checks asked about."""

    path: str
    number: int | None
    before: Parts | None
    taken: Taken
    parts: Parts | None = None
    asked: set[Question] = field(default_factory=set)

    @property
    def unit(self) -> Unit | None:
        """As it is now, if it is."""
        return self.taken.unit


@dataclass(frozen=True)
class Reread:
    """The units that were looked at again, what is wrong in them, what is otherwise, and the world around them."""

    units: list[Again]
    problems: list[Problem]
    difference: Difference
    world: StoredWorld


def look(
    connection: sqlite3.Connection, root: Path, schema: Schema, about: dict[str, str], near: Path | None,
    paths: Collection[str] | None, jobs: int,
) -> Scan | Stale:  # fmt: skip
    """What has changed under `sources/` since the last build, if it can be gone on with (see store.scan.scan).

    `about` has to be the same as at that build. Raises OSError and sqlite3.Error.
    """
    if not about.items() <= read_about(connection).items():
        return Stale("the schema, the SQL or Readout is another than at the last build")
    try:
        found = scan(connection, root, schema.registers, near, paths, jobs)
    except PermissionError:  # a folder: whoever reads all tells which
        return Stale("")
    return Stale(found) if isinstance(found, str) else found


class Rereading:
    """One look at what has changed, inside a transaction."""

    def __init__(self, root: Path, schema: Schema, connection: sqlite3.Connection, found: Scan) -> None:
        self.root, self.schema, self.connection, self.found = root, schema, connection, found
        self.reader = Reader(schema)
        self.misfits = {problem.place.path: problem for problem in found.misfits}
        self.gone = frozenset(found.gone) - self.misfits.keys()

    def run(self) -> Reread | Stale:
        """Read what has changed, and check what rests on it. Raises Crash, Moved, OSError and sqlite3.Error."""
        looked_at = (*self.found.changed, *self.found.gone, *self.misfits)
        paths = sorted({article_of(path) for path in looked_at})
        most = max(MANY, count_files(self.connection) // ONE_IN)
        if len(paths) > most:
            return Stale(f"{len(paths):,} units have changed")
        with plain.open_root(self.root) as opened:
            units = [self._take(opened, path) for path in paths]
            misfits = [*self.found.misfits, *(problem for one in units for problem in one.taken.misfits)]
            difference = self._keep(units)
            affected = paths_of(self.connection, difference.affected(self.connection))
            others = sorted({*affected}.difference(paths))
            if len(others) > most:
                return Stale(f"{len(others):,} units rest on what has changed")
            units += [self._take(opened, path) for path in others]
        return self._checked(units, misfits, difference)

    def _take(self, opened: plain.Folder, path: str) -> Again:
        """A unit as it was kept, and as its files are."""
        was = kept(self.connection, path)
        paths = [anchors_of(path), path] if path.endswith(".md") else [path]
        there = [one for one in paths if one not in self.gone]
        taken = read_unit(opened, self.reader, path, there, self.misfits)
        for one, sha in taken.hashes.items():
            if self.found.sha256(self.connection, one) != sha:
                raise Moved(one)
        return Again(path, was[0] if was else None, was[1] if was else None, taken)

    def _keep(self, units: list[Again]) -> Difference:
        """Put the units that have changed in the place of what was kept of them; tells what is otherwise now."""
        difference = Difference()
        for one in units:
            one.parts = parts_of(one.unit, self.schema) if one.unit else None
            difference.note(self.connection, one.before, one.parts)
        for one in units:
            if one.number is not None and one.before is not None:
                if one.parts is None:
                    take_out(self.connection, one.number, one.before)
                else:
                    renew(self.connection, one.number, one.before, one.parts)
        for one in units:
            if one.number is None and one.parts is not None:
                one.number = put(self.connection, one.parts)
        difference.close(self.connection)
        return difference

    def _checked(self, units: list[Again], misfits: list[Problem], difference: Difference) -> Reread:
        """Run all checks on the units, in the world as it is now."""
        incomplete = {one.unit.incomplete for one in units if one.unit} - {""}
        doubtful = any(one.unit and (one.unit.problems or one.unit.incomplete) for one in units)
        doubts = Doubts(doubtful, frozenset(incomplete), difference.dangling(self.connection))
        world = StoredWorld(self.schema, self.connection, doubts)
        problems = list(misfits)
        for one in units:
            if one.unit is not None:
                world.asked = set()
                problems += few([*one.unit.problems, *run_checks(one.unit, world)], one.path)
                one.asked = world.asked
        return Reread(units, problems, difference, world)
