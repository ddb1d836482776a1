"""A project that is kept read and checked while somebody works on it."""

import gc
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from readout.editors import known_ids, write_schemas
from readout.problem import Faulty, Place, Pointer, Problem
from readout.project import SCHEMA, Project, as_project, open_workspace
from readout.source import PERMISSIONS, SourceFile, in_sources, read_sources

#: What makes a project besides its sources; a change in one of these means that all is read anew.
AROUND = (SCHEMA, "views", "queries")

Same = tuple[str, str, Pointer, str]


@dataclass(frozen=True)
class Update:
    """What a change came to: the problems left, newest first, how many are new and gone, and how long it took.

    `changed` says whether anything is otherwise than before, `anew` whether all was read anew.
    """

    problems: list[Problem]
    new: int
    gone: int
    checked: int
    seconds: float
    changed: bool = True
    anew: bool = False


class News:
    """What is new among the problems, and what is gone."""

    def __init__(self) -> None:
        self._since: dict[Same, int] = {}
        self._clock = count()

    def update(self, problems: list[Problem], checked: int, begun: float, anew: bool = False) -> Update:
        """What the problems now come to, after so many units were checked since a time."""
        now = next(self._clock)
        since = {_same(problem): self._since.get(_same(problem), now) for problem in problems}
        gone = len(self._since.keys() - since.keys())
        new = sum(first == now for first in since.values())
        self._since = since
        ordered = sorted(problems, key=lambda problem: (-since[_same(problem)], problem.sort_key()))
        self._last = Update(ordered, new, gone, checked, time.perf_counter() - begun, anew=anew)
        return self._last

    def unchanged(self) -> Update:
        """The same as before."""
        return replace(self._last, new=0, gone=0, checked=0, seconds=0.0, changed=False, anew=False)


class Followed(ABC):
    """A project that is told as it is now, and again after each change."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.news = News()

    @abstractmethod
    def read(self) -> Update:
        """Read and check everything."""

    @abstractmethod
    def change(self, paths: Iterable[str]) -> Update:
        """Take in what lies at some paths now, relative to the project; a folder stands for all below it."""

    @abstractmethod
    def keep_schemas(self) -> None:
        """Let editors know the ids that there are now."""

    def unreadable(self, error: OSError) -> Problem:
        """The problem of a file that the project can't do without."""
        file = Path(error.filename or self.root / SCHEMA)
        path = file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()
        hint = "put it back" if isinstance(error, FileNotFoundError) else PERMISSIONS
        return Problem(Place(path, 1, 1), "R114", f"can't be read: {error.strerror}", hint)


class Live(Followed):
    """A project's sources as they are now, in memory. Only what changed is read again (see Workspace)."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.project: Project | None = None
        self._around: dict[str, bytes] = {}

    def read(self) -> Update:
        begun = time.perf_counter()
        self.project = None
        self._around = self._read_around()
        try:
            self.project = as_project(self.root, open_workspace(self.root, remember=True))
        except Faulty as fault:
            return self.news.update(fault.problems, 0, begun, anew=True)
        except OSError as error:
            return self.news.update([self.unreadable(error)], 0, begun, anew=True)
        update = self.news.update(self.project.problems, len(self.project.world.units), begun, anew=True)
        gc.collect()
        gc.freeze()  # what was read stays: to look through it again and again would hold up saves by half a second
        return update

    def change(self, paths: Iterable[str]) -> Update:
        paths = sorted(paths)
        if any(path.startswith(AROUND) for path in paths) and self._read_around() != self._around:
            return self.read()
        paths = in_sources(paths)
        if self.project is None:
            return self.read() if paths else self.news.unchanged()
        begun = time.perf_counter()
        workspace = self.project.workspace
        known: dict[str, SourceFile | Problem] = {**workspace.files, **workspace.misfits}
        found: dict[str, SourceFile | Problem | None] = {}
        for path in paths:
            below = [path] if path in known else [one for one in known if one.startswith(path + "/")]
            found |= dict.fromkeys(below)
            found |= read_sources(self.root, self.project.schema.registers, path)
        changed = {path: file for path, file in found.items() if file != known.get(path)}
        if not changed:
            return self.news.unchanged()
        checked = workspace.change(changed, remember=True)
        self.project = replace(self.project)
        return self.news.update(self.project.problems, len(checked), begun)

    def _read_around(self) -> dict[str, bytes]:
        """What the schema and the SQL say now; nothing for what can't be read."""
        found: dict[str, bytes] = {}
        statements = [file for folder in AROUND[1:] for file in sorted(self.root.glob(f"{folder}/*.sql"))]
        for file in (self.root / SCHEMA, *statements):
            with suppress(OSError):
                found[file.relative_to(self.root).as_posix()] = file.read_bytes()
        return found

    def keep_schemas(self) -> None:
        if self.project is not None:
            write_schemas(self.root, self.project.schema, known_ids(self.project.world))


def _same(problem: Problem) -> Same:
    """What makes a problem the same one after lines above it were added."""
    return (problem.place.path, problem.code, problem.place.pointer, problem.message)
