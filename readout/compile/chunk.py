"""What a process does with some units: read and check them, and put what they say into a shard, an SQLite file."""

import gc
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from readout import plain
from readout.checks import Doubts, NotYet, run_checks
from readout.compile.final import final_rows
from readout.content import Sum
from readout.database import in_columns, marks, quoted
from readout.problem import Problem, few
from readout.record import Reader
from readout.row import Row, Rows
from readout.schema import Schema
from readout.source import Found, article_of
from readout.store.parts import Parts, indirect, parts_of
from readout.store.store import new_shard, put, put_files
from readout.store.world import RegistersOnly, StoredWorld
from readout.unit import Unit
from readout.units import read_unit

#: What the name of a table of rows begins with in a shard, which has the store's tables as well.
ROWS = "rows_"
#: What the database has of these is worked out from the store, for all units together.
NOT_OF_UNITS = {"redirects"}


class Moved(Exception):
    """A file is otherwise than it was when this build first read it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Aim(Enum):
    """What is to be done: only read; check with the registers known; check with all known."""

    READ = "read"
    FIRST = "first"
    ALL = "all"


@dataclass(frozen=True)
class Order:
    """What holds for all chunks: the project, what to do, the store to ask, and whether rows are wanted."""

    root: Path
    schema: Schema
    aim: Aim
    store: Path | None = None
    doubts: Doubts = field(default_factory=Doubts)
    with_rows: bool = True


@dataclass(frozen=True)
class Files:
    """A unit that is to be read: its number, and its files as they were found, with their hashes once known."""

    number: int
    files: tuple[tuple[Found, str | None], ...]


@dataclass(frozen=True)
class Chunk:
    """Some units, and the file for what they say."""

    units: Sequence[Files]
    shard: Path


@dataclass
class Outcome:
    """What came of a chunk: problems, the units that can't be told about yet, and the sums of the rows in the shard."""

    shard: Path
    size: int
    problems: list[Problem] = field(default_factory=list)
    again: list[Files] = field(default_factory=list)
    sums: dict[str, Sum] = field(default_factory=dict)


class Work:
    """Does one chunk after the other, as it was ordered."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.reader = Reader(order.schema)
        self.world = _world(order)

    def do(self, chunk: Chunk) -> Outcome:
        """Do a chunk. Raises Crash, Moved, and OSError."""
        outcome = Outcome(chunk.shard, len(chunk.units))
        rows = Tables(self.order.schema)
        with closing(new_shard(chunk.shard)) as shard, plain.open_root(self.order.root) as root, undisturbed():
            shard.execute("BEGIN")
            for one in chunk.units:
                self._unit(one, root, shard, rows, outcome)
            outcome.sums = rows.write(shard)
            shard.execute("COMMIT")
        return outcome

    def _unit(self, one: Files, root: plain.Folder, shard: sqlite3.Connection, rows: "Tables", to: Outcome) -> None:
        paths = [found.path for found, _ in one.files]
        taken = read_unit(root, self.reader, article_of(paths[0]), paths)
        for found, sha in one.files:
            if sha is not None and taken.hashes.get(found.path) != sha:
                raise Moved(found.path)
        read = tuple((found, taken.hashes.get(found.path)) for found, _ in one.files)
        if self.order.aim is not Aim.ALL:
            put_files(shard, read)
            to.problems += taken.misfits
        if taken.unit is None:
            return
        parts = parts_of(taken.unit, self.order.schema)
        if self.world and (final := self._check(taken.unit, Files(one.number, read), parts, to)):
            parts.rows = rows.add(final)
        put(shard, parts, one.number)

    def _check(self, unit: Unit, files: Files, parts: Parts, to: Outcome) -> Rows | None:
        """The unit's rows for the database; None where there are problems, or it can't be told."""
        assert self.world is not None
        self.world.asked = set()
        first = isinstance(self.world, RegistersOnly)
        if isinstance(self.world, RegistersOnly):
            self.world.here = unit
        if first and parts.doubtful:
            to.again.append(files)
            return None
        try:
            problems = few([*unit.problems, *run_checks(unit, self.world)], unit.path)
            final = final_rows(unit, self.order.schema, self.world) if not problems and self.order.with_rows else None
        except NotYet:
            to.again.append(files)
            return None
        if problems and first:
            to.again.append(files)
        elif problems:
            to.problems += problems
        parts.asked = indirect(self.world.asked, parts)
        return final


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let Python look for circles afterwards: rows have none, and to look again and again would double the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
        gc.collect(0)


def of_unit(rows: Rows) -> Iterator[tuple[str, list[Row]]]:
    """The rows that the database has of a unit itself, table by table, in the order of their ids."""
    for name, found in rows.by_table.items():
        if name not in NOT_OF_UNITS:
            yield name, sorted((row for row in found if not row.broken), key=lambda row: row.id)


class Tables:
    """Rows on their way into a shard, table by table."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.values: dict[str, list[list[Any]]] = defaultdict(list)

    def add(self, rows: Rows) -> dict[str, list[str]]:
        """Take in the rows of a unit, those of a table by their ids; returns the ids."""
        ids: dict[str, list[str]] = {}
        for name, ordered in of_unit(rows):
            ids[name] = [row.id for row in ordered]
            self.values[name] += in_columns(ordered, self.schema.tables[name])
        return ids

    def write(self, shard: sqlite3.Connection) -> dict[str, Sum]:
        """Write all rows; returns the sum of each table."""
        sums: dict[str, Sum] = {}
        for name, values in self.values.items():
            columns = ", ".join(map(quoted, self.schema.tables[name].columns))
            table = quoted(ROWS + name)
            shard.execute(f"CREATE TABLE {table} ({columns})")
            shard.executemany(f"INSERT INTO {table} VALUES ({marks(self.schema.tables[name])})", values)
            sums[name] = Sum()
            sums[name].add(values)
        return sums


def _world(order: Order) -> StoredWorld | None:
    if order.store is None:
        return None
    connection = sqlite3.connect(f"{order.store.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    if order.aim is Aim.FIRST:
        return RegistersOnly(order.schema, connection)
    return StoredWorld(order.schema, connection, order.doubts)
