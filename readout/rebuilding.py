"""A project whose database is brought up to its sources after each change, which tells what is wrong with them.

In memory is only what a change is about: for who works on more articles than memory holds (see Live). As long as
nothing was built without problems, each change means that all is read.
"""

import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path, PurePosixPath

from readout.compile.build import Built
from readout.live import Followed, Update
from readout.problem import Faulty
from readout.project import SCHEMA
from readout.source import FOLDER

#: Builds a project, and looks only at some paths where nothing else can have changed.
Build = Callable[[Collection[str] | None], Built]


class Building:
    """The builds of a project, one after another, and what may have changed since the last without problems."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._waiting: set[str] | None = None  # at first anything

    def note(self, paths: Iterable[str]) -> None:
        """Some paths have changed, relative to the project."""
        if self._waiting is not None:
            self._waiting.update(path for path in paths if PurePosixPath(path).parts[:1] == (FOLDER,))

    def build(self) -> Built:
        """Bring the database up to the sources. Raises Faulty, and then the old one stays, and OSError."""
        built = self._build(self._waiting)
        self._waiting = set()
        return built


class Rebuilding(Followed):
    """A project that is built after each change."""

    def __init__(self, root: Path, building: Building) -> None:
        super().__init__(root)
        self.building = building
        self.inputs = ""

    def read(self) -> Update:
        return self._built(anew=True)

    def change(self, paths: Iterable[str]) -> Update:
        self.building.note(paths)
        return self._built()

    def keep_schemas(self) -> None:
        """The build does."""

    def _built(self, anew: bool = False) -> Update:
        begun = time.perf_counter()
        try:
            built = self.building.build()
        except Faulty as fault:
            return self.news.update(fault.problems, 0, begun, anew)
        except (FileNotFoundError, PermissionError) as error:
            if Path(error.filename or "") != self.root / SCHEMA:
                raise
            return self.news.update([self.unreadable(error)], 0, begun, anew)
        same, self.inputs = built.inputs == self.inputs, built.inputs
        update = self.news.update([], built.read, begun, anew)
        return self.news.unchanged() if same and not update.gone else update
