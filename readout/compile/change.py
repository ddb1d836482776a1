"""What has changed since the last build, and the database brought up to it in one transaction.

Each file is looked at for whether it is as it was. Units whose files have changed are read again, and so are those
whose checks or rows rest on what changed; all rows of these are worked out again, and those that came out otherwise
are put in the place of the old ones. The database and the store change together, or not at all.

Whatever can't be gone on with is Stale, and built from nothing: another schema, SQL or version of Readout, a store
that is not of this database, so many changes that to read all takes no longer, or anything that SQLite refuses.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from readout import plain
from readout.checks import Doubts, run_checks
from readout.compile.chunk import Moved
from readout.compile.final import final_rows
from readout.compile.renew import NoRoom, Renewal
from readout.content import Sum
from readout.database import told_by_system
from readout.files import Beside, sync_folder, workplace
from readout.manifest import manifest_of, read_origin
from readout.problem import Problem, few
from readout.record import Reader
from readout.schema import Schema
from readout.source import article_of
from readout.sql import Statement
from readout.store.affected import Difference
from readout.store.lists import count_files, sources_hash
from readout.store.parts import Parts, indirect, parts_of
from readout.store.scan import Scan, scan
from readout.store.store import (
    kept,
    paths_of,
    put,
    put_about,
    put_sums,
    put_told,
    read_about,
    read_sums,
    renew,
    store_of,
    take_out,
)
from readout.store.world import StoredWorld
from readout.unit import Unit, anchors_of
from readout.units import Taken, read_unit

#: Of so many units that have changed, or of one in so many, all are read.
MANY, ONE_IN = 400, 5
#: A database of so many bytes or less is changed in a copy that takes its place at one stroke; in a larger one rows are
#: changed where they are, and what a kill leaves half-done SQLite takes back when the file is opened next.
COPIED = 64_000_000
#: Seconds to wait for somebody who reads.
BUSY = 20.0


#: Writes the manifest of a changed database beside its place, from the connection (with the store) and the file.
Describe = Callable[[sqlite3.Connection, Path], AbstractContextManager[Beside]]


@dataclass(frozen=True)
class Stale:
    """The last build can't be gone on with; says why, and nothing where there is none."""

    why: str


@dataclass
class Change:
    """What was made of what has changed: problems, and then nothing was; else what the database holds now."""

    problems: list[Problem] = field(default_factory=list)
    sums: dict[str, Sum] = field(default_factory=dict)
    sources: str = ""
    files: int = 0
    read: int = 0


@dataclass
class _Unit:
    """A unit that is looked at again: as it was kept, and as it is."""

    path: str
    number: int | None
    before: Parts | None
    taken: Taken
    parts: Parts | None = None

    @property
    def unit(self) -> Unit | None:
        """As it is now, if it is."""
        return self.taken.unit


def change(
    root: Path, schema: Schema, views: list[Statement], database: Path, about: dict[str, str], describe: Describe,
    paths: Iterable[str] | None = None, jobs: int = 1,
) -> Change | Stale:  # fmt: skip
    """Bring a database up to its sources, or to what lies at some paths alone. Raises Crash, Moved and OSError."""
    store = store_of(database)
    if not database.is_file():
        return Stale("")
    if not store.is_file():
        return Stale("the last build kept nothing to go on with")
    try:
        with closing(sqlite3.connect(store, timeout=BUSY)) as connection:
            known = read_about(connection)
            if not about.items() <= known.items():
                return Stale("the schema, the SQL or Readout is another than at the last build")
            origin = read_origin(database)
            if origin is None or origin[1] != known["sources"]:
                return Stale("the database is not the one that the last build left")
            found = scan(connection, root, schema.registers, database.parent, paths, jobs)
            if isinstance(found, str):
                return Stale(found)
            if not (found.changed or found.gone or found.misfits):
                found.keep(connection)
                connection.commit()
                return _unchanged(connection, known["sources"])
        return _changed(root, schema, views, database, found, describe)
    except NoRoom:
        return Stale("there is no more room between two rows")
    except sqlite3.Error as error:
        return Stale(f"SQLite could not go on with the last build ({error})")


def settle(database: Path) -> None:
    """Let SQLite take back what a build that was killed left half-done; nothing of it is left beside the files.

    Takes the database, whose store is settled as well. A journal that outlived its file would be read into the next.
    """
    for file in (database, store_of(database)):
        journal = file.with_name(f"{file.name}-journal")
        if journal.exists():
            with suppress(sqlite3.Error), closing(sqlite3.connect(file, timeout=BUSY)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master")
            journal.unlink(missing_ok=True)


def _unchanged(connection: sqlite3.Connection, sources: str) -> Change:
    return Change(sums=read_sums(connection), sources=sources, files=count_files(connection))


def _changed(
    root: Path, schema: Schema, views: list[Statement], database: Path, found: Scan, describe: Describe
) -> Change | Stale:
    """Change rows in a copy, or where they are in a large database that nobody has under another name."""
    with ExitStack() as stack:
        file, about = database, database.stat()
        if about.st_nlink > 1 or about.st_size <= COPIED:
            file = stack.enter_context(workplace(database.parent)) / database.name
            shutil.copy(database, file)
        stack.enter_context(told_by_system(database))
        connection = stack.enter_context(closing(sqlite3.connect(file, timeout=BUSY, isolation_level=None)))
        connection.execute("ATTACH ? AS store", (str(store_of(database)),))
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        try:
            made = _Changing(root, schema, views, connection, found).run()
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        if isinstance(made, Stale) or made.problems:
            connection.execute("ROLLBACK")
            return made
        if file == database:
            manifest_of(database).unlink(missing_ok=True)
        connection.execute("COMMIT")
        manifest = stack.enter_context(describe(connection, file))
        manifest_of(database).unlink(missing_ok=True)
        connection.close()
        if file != database:
            file.replace(database)
        manifest.put()
        sync_folder(database.parent)
    return made


class _Changing:
    """One change, inside a transaction."""

    def __init__(
        self, root: Path, schema: Schema, views: list[Statement], connection: sqlite3.Connection, found: Scan
    ) -> None:
        self.root, self.schema, self.views, self.connection, self.found = root, schema, views, connection, found
        self.reader = Reader(schema)
        self.misfits = {problem.place.path: problem for problem in found.misfits}
        self.gone = frozenset(found.gone) - self.misfits.keys()

    def run(self) -> Change | Stale:
        """Read what has changed, check what rests on it, and renew the rows."""
        looked_at = (*self.found.changed, *self.found.gone, *self.misfits)
        paths = sorted({article_of(path) for path in looked_at})
        (all_units,) = self.connection.execute("SELECT count(*) FROM kept_units").fetchone()
        if len(paths) > max(MANY, all_units // ONE_IN):
            return Stale(f"{len(paths):,} units have changed")
        with plain.open_root(self.root) as opened:
            units = {path: self._take(opened, path) for path in paths}
            misfits = [*self.found.misfits, *(problem for one in units.values() for problem in one.taken.misfits)]
            difference = self._keep(units.values())
            others = [
                path for path in paths_of(self.connection, difference.affected(self.connection)) if path not in units
            ]
            if len(others) > max(MANY, all_units // ONE_IN):
                return Stale(f"{len(others):,} units rest on what has changed")
            units |= {path: self._take(opened, path) for path in others}
        return self._checked(units, misfits, difference)

    def _take(self, opened: plain.Folder, path: str) -> _Unit:
        """A unit as it was kept, and as its files are."""
        was = kept(self.connection, path)
        paths = [anchors_of(path), path] if path.endswith(".md") else [path]
        there = [one for one in paths if one not in self.gone]
        taken = read_unit(opened, self.reader, path, there, self.misfits)
        for one, sha in taken.hashes.items():
            if self.found.sha256(self.connection, one) != sha:
                raise Moved(one)
        return _Unit(path, was[0] if was else None, was[1] if was else None, taken)

    def _keep(self, units: Iterable[_Unit]) -> Difference:
        """Put the units that have changed in the place of what was kept of them; tells what is otherwise now."""
        difference = Difference()
        known = list(units)
        for one in known:
            one.parts = parts_of(one.unit, self.schema) if one.unit else None
            difference.note(self.connection, one.before, one.parts)
        for one in known:
            if one.number is not None and one.before is not None:
                if one.parts is None:
                    take_out(self.connection, one.number, one.before)
                else:
                    renew(self.connection, one.number, one.before, one.parts)
        for one in known:
            if one.number is None and one.parts is not None:
                one.number = put(self.connection, one.parts)
        difference.close(self.connection)
        return difference

    def _checked(self, units: dict[str, _Unit], misfits: list[Problem], difference: Difference) -> Change | Stale:
        incomplete = {one.unit.incomplete for one in units.values() if one.unit} - {""}
        doubtful = any(one.unit and (one.unit.problems or one.unit.incomplete) for one in units.values())
        doubts = Doubts(doubtful, frozenset(incomplete), difference.dangling(self.connection))
        world = StoredWorld(self.schema, self.connection, doubts)
        problems = list(misfits)
        renewal = Renewal(self.connection, self.schema, self.views, read_sums(self.connection))
        for one in units.values():
            before = one.before.rows if one.before else {}
            if one.unit is None:
                renewal.unit(before, None)
                continue
            world.asked = set()
            found = few([*one.unit.problems, *run_checks(one.unit, world)], one.path)
            problems += found
            if not problems:
                parts = one.parts or parts_of(one.unit, self.schema)
                parts.rows = renewal.unit(before, final_rows(one.unit, self.schema, world))
                parts.asked = indirect(world.asked, parts)
                assert one.number is not None
                put_told(self.connection, one.number, one.before.asked if one.before else set(), parts)
        if problems:
            return Change(problems=problems)
        return self._renew(renewal, difference, len(units))

    def _renew(self, renewal: Renewal, difference: Difference, read: int) -> Change:
        """Bring the rows up to the units, and let the store know."""
        connection = self.connection
        self.found.keep(connection)
        sources = sources_hash(connection)
        renewal.run(sources, difference.renamed)
        put_sums(connection, renewal.sums)
        put_about(connection, {"sources": sources})
        return Change(sums=renewal.sums, sources=sources, files=count_files(connection), read=read)
