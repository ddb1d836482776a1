"""A project that is built, or checked, after each change, which tells what is wrong with its sources.

In memory is only what a change is about: for who works on more articles than memory holds (see Live). As long as
nothing was built without problems, each change means that all is read.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from readout.checked import Checked, Since
from readout.compile.build import Built
from readout.live import Followed, Update
from readout.problem import Faulty, Problem
from readout.project import SCHEMA
from readout.source import in_sources

#: Paths that alone can have changed since the last build; None where anything can.
Paths = Collection[str] | None


@dataclass(frozen=True)
class Found:
    """What became of a project: how many units were read for it, and what is wrong.

    What has the same `state` has not changed; empty where that can't be told.
    """

    state: str
    read: int
    problems: list[Problem] = field(default_factory=list)


class Work(ABC):
    """What is done with a project after each change, and what may have changed since the last build."""

    def __init__(self) -> None:
        self.waiting: set[str] | None = None  # anything

    def note(self, paths: Iterable[str]) -> None:
        """Some paths have changed, relative to the project."""
        if self.waiting is not None:
            self.waiting.update(in_sources(paths))

    @abstractmethod
    def run(self) -> Found:
        """Do it. Raises Faulty, and OSError."""


class Building(Work):
    """The builds of a project, one after another."""

    def __init__(self, build: Callable[[Paths], Built]) -> None:
        super().__init__()
        self._build = build

    def build(self) -> Built:
        """Bring the database up to the sources. Raises Faulty, and then the old one stays, and OSError."""
        built = self._build(self.waiting)
        self.waiting = set()
        return built

    def run(self) -> Found:
        built = self.build()
        return Found(built.inputs, built.read)


class Checking(Work):
    """The checks of a project, one after another, each from the last build on.

    What is otherwise than at that build is looked at each time, and all where somebody has built meanwhile.
    """

    def __init__(self, check: Callable[[Since | None], Checked]) -> None:
        super().__init__()
        self._check = check
        self._build = ""

    def run(self) -> Found:
        checked = self._check(None if self.waiting is None else Since(self._build, self.waiting))
        if checked.changed is None:
            self.waiting = None
            return Found("", checked.files, checked.problems)
        self._build, self.waiting = checked.build, set(checked.changed)
        return Found(repr(sorted(checked.changed.items())), checked.read or 0, checked.problems)


class OnDisk(Followed):
    """A project with which something is done after each change."""

    def __init__(self, root: Path, work: Work) -> None:
        super().__init__(root)
        self.work = work
        self.state = ""

    def read(self) -> Update:
        return self._done(anew=True)

    def change(self, paths: Iterable[str]) -> Update:
        self.work.note(paths)
        return self._done()

    def keep_schemas(self) -> None:
        """The build does."""

    def _done(self, anew: bool = False) -> Update:
        begun = time.perf_counter()
        try:
            found = self.work.run()
        except Faulty as fault:
            return self.news.update(fault.problems, 0, begun, anew)
        except (FileNotFoundError, PermissionError) as error:
            if Path(error.filename or "") != self.root / SCHEMA:
                raise
            return self.news.update([self.unreadable(error)], 0, begun, anew)
        same, self.state = found.state == self.state != "", found.state
        update = self.news.update(found.problems, found.read, begun, anew)
        return self.news.unchanged() if same and not (update.new or update.gone) else update
