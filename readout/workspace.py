"""All source files as they are now, read and checked file by file, and kept so while they change."""

from collections.abc import Callable, Iterable, Mapping

from readout.checks import Memory, Question, run_checks
from readout.problem import Problem, few
from readout.record import Reader, Reading, positions
from readout.schema import Schema
from readout.source import SourceFile, article_of
from readout.strict_yaml import Index
from readout.unit import Unit
from readout.units import read, unit_of

#: Larger indexes are not kept: each value takes half a thousand bytes.
KEPT = 20_000


class Workspace:
    """The files, what each says, and the problems of each.

    After a change only the files that changed are read again, and only those are checked again that
    changed or whose checks asked for something that has another answer now.
    """

    def __init__(self, schema: Schema) -> None:
        self.reader = Reader(schema)
        self.world = Memory(schema)
        self.files: dict[str, SourceFile] = {}
        self.misfits: dict[str, Problem] = {}
        self._readings: dict[str, Reading] = {}
        self._indexes: dict[str, Index] = {}
        self._problems: dict[str, list[Problem]] = {}
        self._asked: dict[str, set[Question]] = {}

    def change(self, files: Mapping[str, SourceFile | Problem | None], remember: bool = False) -> set[str]:
        """Take in files by path as they are now; a problem where one can't be read, None where it is gone.

        `remember` keeps what each check asked for, which the next change needs. Returns the paths of
        the units that were checked. Raises Crash where reading or a check fails itself.
        """
        changed: set[Question] = set()
        for path, file in files.items():
            self._forget(path)
            if isinstance(file, SourceFile):
                self.files[path] = file
                self._readings[path] = read(self.reader, file)
            elif file is not None:
                self.misfits[path] = file
        touched = {article_of(path) for path in files}
        for path in sorted(touched):
            changed |= self._renew(path)
        stale = touched | {path for path, asked in self._asked.items() if not asked.isdisjoint(changed)}
        for path in sorted(stale):
            self._check(path, remember)
        return stale

    def problems(self) -> list[Problem]:
        """All problems of all files, without lines."""
        found = [problem for _, problems in sorted(self._problems.items()) for problem in problems]
        return [*found, *self.misfits.values()]

    def problems_of(self, paths: Iterable[str]) -> list[Problem]:
        """The problems of some units."""
        return [problem for path in sorted(paths) for problem in self._problems.get(path, ())]

    def _forget(self, path: str) -> None:
        for known in (self.files, self.misfits, self._readings, self._indexes):
            known.pop(path, None)

    def _renew(self, path: str) -> set[Question]:
        """Put together what the files of one unit say now; returns the questions with another answer."""
        unit = self._unit(path)
        return self.world.put(unit) if unit else self.world.take_out(path)

    def _unit(self, path: str) -> Unit | None:
        return unit_of(path, self._readings, self.misfits, self.reader)

    def _check(self, path: str, remember: bool) -> None:
        unit = self.world.units.get(path)
        if unit is None:
            self._problems.pop(path, None)
            self._asked.pop(path, None)
            return
        self.world.asked = set() if remember else None
        self._problems[path] = few([*unit.problems, *run_checks(unit, self.world)], path)
        if self.world.asked is not None:
            self._asked[path] = self.world.asked
            self.world.asked = None

    def index_of(self) -> Callable[[str], Index]:
        """A function from a path to the positions in that file, which are worked out once for each version of it."""

        def index(path: str) -> Index:
            if path in self._indexes:
                return self._indexes[path]
            found = positions(self.files[path]) if path in self.files else {}
            if len(found) <= KEPT:
                self._indexes[path] = found
            return found

        return index
