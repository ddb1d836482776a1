"""Read and check everything, and write the database from nothing, in flat memory.

Registers are read first, since articles refer to them. Then the articles are read, checked and turned into rows,
chunk by chunk: whatever rests on other articles can't be told yet, and such an article waits. When all files are known,
the registers and the articles that wait are checked. The chunks, and the order in which they are put together, are the
same for any number of processes, so the database is as well.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path, PurePosixPath

from readout.checks import Doubts
from readout.compile.chunk import ROWS, Aim, Chunk, Files, Order, Outcome, Work
from readout.compile.derived import Comparing, Utterances
from readout.compile.load import merge_parts, merge_rows
from readout.content import Sum
from readout.pool import in_order, some_of
from readout.problem import Problem
from readout.schema import Schema
from readout.source import ANCHORS, ARTICLES_FOLDER, Found, article_of, could_hold, find_sources
from readout.step import Step
from readout.store.parts import Parts
from readout.store.store import dangling_tables, double_records, new_store, put
from readout.unit import anchors_of

#: Units a chunk: of registers, whose files hold hundreds of records, and of articles; and utterances a chunk.
REGISTERS, ARTICLES, UTTERANCES = 10, 128, 200
#: Of so many of each it is worth to start processes.
WORTH = {REGISTERS: 30, ARTICLES: 2 * ARTICLES, UTTERANCES: 2 * UTTERANCES}


@dataclass
class Fresh:
    """A build, or a check alone, from nothing: where it works, by how many processes, and what has come of it.

    The store is made in an empty file that is given; with a file for `rows` (see load.begin_rows) these go there.
    """

    root: Path
    schema: Schema
    place: Path
    store_file: Path
    rows: sqlite3.Connection | None
    jobs: int
    step: Step
    problems: list[Problem] = field(default_factory=list)
    sums: dict[str, Sum] = field(default_factory=dict)
    files: int = 0
    _shards: int = 0
    _misfits: int = 0

    def run(self) -> sqlite3.Connection:
        """Read and check everything. Returns the store, to be closed.

        Raises Crash, Moved, Died, and OSError.
        """
        store = new_store(self.store_file)
        with closing(sqlite3.connect(self.place / "found.db", isolation_level=None)) as found:
            registers, articles = self._scan(found, store)
            self._do(store, Aim.READ, _grouped(found, False, 0), REGISTERS, registers, "registers")
            snapshot = self.place / "registers.db"
            shutil.copyfile(self.store_file, snapshot)
            units = _grouped(found, True, registers)
            again = self._do(store, Aim.FIRST, units, ARTICLES, articles, "articles", snapshot)
            snapshot.unlink()
        waiting = {one.number: one for one in again}
        twice = double_records(store)
        waiting |= {one.number: one for one in _known(store, lambda number, path: number in twice)}
        rest = [*_known(store, lambda number, path: not path.startswith(ARTICLES_FOLDER)), *waiting.values()]
        rest = sorted({one.number: one for one in rest}.values(), key=lambda one: one.number)
        self._do(store, Aim.ALL, rest, REGISTERS, len(rest), "the whole", self.store_file, self._doubts(store))
        return store

    def compare(self, database: Path) -> None:
        """Compare the renderings of each utterance, once all quotes are in the database and have an index."""
        assert self.rows is not None
        ask = (
            f"SELECT DISTINCT utterance FROM {ROWS}quotes WHERE utterance IS NOT NULL AND exact IS NOT NULL ORDER BY 1"
        )
        ids = [utterance for (utterance,) in self.rows.execute(ask)]
        tasks = (Utterances(some, self._shard()) for some in some_of(ids, UTTERANCES))
        done = 0
        for outcome in in_order(comparing, (self.schema, database), tasks, self._jobs(len(ids), UTTERANCES)):
            done += outcome.size
            self.step("utterances", done, len(ids))
            self._join(outcome)
            merge_rows(self.rows, outcome.shard, self.schema)
            outcome.shard.unlink()

    def _scan(self, found: sqlite3.Connection, store: sqlite3.Connection) -> tuple[int, int]:
        """Look what files there are; returns how many units are registers, and how many articles."""
        found.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        found.execute("CREATE TABLE found (article, stem, unit, path, size, modified, changed, node)")
        found.execute("BEGIN")
        for one in find_sources(self.root, self.schema.registers):
            if isinstance(one, Problem):
                self._misfit(store, one)
                continue
            self.files += 1
            unit = article_of(one.path)
            is_article = unit.startswith(ARTICLES_FOLDER)
            values = (is_article, PurePosixPath(unit).stem if is_article else unit, unit, one.path)
            marks = (one.size, one.modified, one.changed, one.node)
            found.execute("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, *marks))
        found.execute("COMMIT")
        ask = "SELECT count(DISTINCT unit) FROM found WHERE article = ?"
        registers, articles = (found.execute(ask, (which,)).fetchone()[0] for which in (False, True))
        return registers, articles

    def _misfit(self, store: sqlite3.Connection, problem: Problem) -> None:
        self.problems.append(problem)
        path = problem.place.path.encode("utf-8", "backslashreplace").decode()  # its name may be no text
        if not ANCHORS.fullmatch(path):
            incomplete = could_hold(problem, self.schema.registers)
            self._misfits += 1
            put(store, Parts(path, incomplete=incomplete, doubtful=bool(incomplete)), -self._misfits)

    def _do(
        self, store: sqlite3.Connection, aim: Aim, units: Iterable[Files], size: int, total: int, what: str,
        world: Path | None = None, doubts: Doubts | None = None,
    ) -> list[Files]:  # fmt: skip
        """Let some units be worked on; returns those that have to wait."""
        order = Order(self.root, self.schema, aim, world, doubts or Doubts(), self.rows is not None)
        tasks = (Chunk(some, self._shard()) for some in some_of(units, size))
        again: list[Files] = []
        done, shards = 0, []
        for outcome in in_order(working, order, tasks, self._jobs(total, size)):
            done += outcome.size
            self.step(what, done, total)
            self.problems += outcome.problems
            again += outcome.again
            self._join(outcome)
            if self.rows is not None:
                merge_rows(self.rows, outcome.shard, self.schema)
            if world == self.store_file:  # which others read still
                shards.append(outcome.shard)
            else:
                self._merge(store, outcome.shard)
        for shard in shards:
            self._merge(store, shard)
        return again

    def _merge(self, store: sqlite3.Connection, shard: Path) -> None:
        merge_parts(store, shard)
        shard.unlink()

    def _doubts(self, store: sqlite3.Connection) -> Doubts:
        incomplete = {name for (name,) in store.execute("SELECT DISTINCT incomplete FROM kept_units")} - {""}
        (doubtful,) = store.execute("SELECT count(*) FROM kept_units WHERE doubtful").fetchone()
        return Doubts(bool(doubtful), frozenset(incomplete), frozenset(dangling_tables(store)))

    def _join(self, outcome: Outcome) -> None:
        for name, one in outcome.sums.items():
            self.sums.setdefault(name, Sum()).join(one)

    def _shard(self) -> Path:
        self._shards += 1
        return self.place / f"{self._shards:06}.db"

    def _jobs(self, total: int, size: int) -> int:
        """As many processes as there is work for, and none but this where there is little."""
        return min(self.jobs, -(-total // size)) if total >= WORTH[size] else 1


def working(order: Order) -> Callable[[Chunk], Outcome]:
    """What does one chunk after the other."""
    return Work(order).do


def comparing(order: tuple[Schema, Path]) -> Callable[[Utterances], Outcome]:
    """What compares the renderings of some utterances after others."""
    return Comparing(order).do


def _grouped(found: sqlite3.Connection, is_article: bool, number: int) -> Iterator[Files]:
    """The units that were found, each with its files, numbered on; articles in the order of their ids."""
    ask = "SELECT unit, path, size, modified, changed, node FROM found WHERE article = ? ORDER BY stem, unit, path"
    for _, rows in groupby(found.execute(ask, (is_article,)), key=lambda row: row[0]):
        number += 1
        yield Files(number, tuple((Found(*row[1:]), None) for row in rows))


def _known(store: sqlite3.Connection, wanted: Callable[[int, str], bool]) -> Iterator[Files]:
    """Units as the store has them, with the files that they were read from."""
    ask = "SELECT path, size, modified, changed, node, sha256 FROM kept_files WHERE path IN (?, ?) ORDER BY path"
    for number, path in store.execute("SELECT unit, path FROM kept_units"):
        if wanted(number, path):
            rows = store.execute(ask, (path, anchors_of(path))).fetchall()
            if rows:
                yield Files(number, tuple((Found(*row[:5]), row[5]) for row in rows))
