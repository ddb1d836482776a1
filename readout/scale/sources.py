"""The files under `sources/` at an address: which there are, by the rules of readout/source.py; not read."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from readout import plain
from readout.problem import Problem
from readout.scale.faults import Changed, NotThere
from readout.scale.place import Info, Place, mark_of, name_of
from readout.source import FOLDER, SourceFile, Walk, article_of


@dataclass(frozen=True, slots=True)
class Seen:
    """A source file as it was listed: its path, its size in bytes, and what changes when it does."""

    path: str
    size: int
    mark: str


@dataclass(frozen=True)
class Group:
    """What is read together: whole units, such as an article with its anchors; and what is no source file."""

    files: tuple[Seen, ...]
    misfits: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Around(plain.Folder):
    """A folder at an address, as readout/source.py walks through one. Its files are noted, not read."""

    place: Place
    at: str
    seen: dict[str, Seen]
    listed: Mapping[str, Info]

    def entries(self) -> list[tuple[str, str]]:
        return sorted((name, _kind_of(info)) for name, info in self.listed.items())

    def may_enter(self, name: str) -> bool:
        return super().may_enter(name) if self.place.is_local else True

    @contextmanager
    def folder(self, name: str) -> Iterator[plain.Folder]:
        yield _around(self.place, f"{self.at}/{name}", self.seen)

    def read(self, name: str, most: int) -> bytes:
        info, path = self.listed[name], f"{self.at}/{name}"
        size = int(info.get("size") or 0)
        if size > most:
            raise plain.TooLarge(size)
        self.seen[path] = Seen(path, size, mark_of(info))
        return b""


def list_files(project: Place, registers: Iterable[str]) -> tuple[dict[str, Seen], list[Problem]]:
    """All source files of a project at an address, by path, and the problems of what is none of them.

    Takes the project's folder (which holds `sources/`) and the names of its registers. Raises NotThere.
    """
    seen: dict[str, Seen] = {}
    around = _around(project, FOLDER, seen)
    if not around.listed:
        raise NotThere(f"{project.url}/{FOLDER}: there is no such folder, or nothing in it; the annotations go into it")
    walk, misfits = Walk(sorted(registers)), []
    for name, kind in around.entries():
        if not name.startswith("."):
            misfits += [one for one in walk.at(around, name, kind, f"{FOLDER}/{name}") if isinstance(one, Problem)]
    return seen, misfits


def groups_of(seen: Mapping[str, Seen], misfits: Iterable[Problem], size: int) -> list[Group]:
    """The files in groups of about `size` bytes, in the order of their paths; no unit is in two of them."""
    units: dict[str, tuple[list[Seen], list[Problem]]] = {}
    for path, one in seen.items():
        units.setdefault(article_of(path), ([], []))[0].append(one)
    for misfit in misfits:
        units.setdefault(article_of(misfit.place.path), ([], []))[1].append(misfit)
    groups: list[Group] = []
    files: list[Seen] = []
    wrong: list[Problem] = []
    held = 0
    for _, (found, problems) in sorted(units.items()):
        files += found
        wrong += problems
        held += sum(one.size for one in found)
        if held >= size:
            groups.append(Group(tuple(files), tuple(wrong)))
            files, wrong, held = [], [], 0
    return [*groups, Group(tuple(files), tuple(wrong))] if files or wrong else groups


def read_seen(project: Place, one: Seen) -> SourceFile:
    """A listed file with its bytes. Raises Changed where it is not as it was listed, and NotThere."""
    content = project.read(one.path)
    if len(content) != one.size:
        raise Changed(f"{one.path} had {one.size:,} bytes when it was listed, and {len(content):,} now; {AGAIN}")
    return SourceFile(one.path, content)


def same(before: Mapping[str, Seen], after: Mapping[str, Seen]) -> None:
    """Raises Changed where files were changed, added or taken away between two listings."""
    changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    if changed:
        more = f" and {len(changed) - 1:,} more" if len(changed) > 1 else ""
        raise Changed(f"{changed[0]}{more}: changed while the sources were read; {AGAIN}")


AGAIN = "let nobody write into the sources, or build from a copy, and run it again"


def _around(place: Place, at: str, seen: dict[str, Seen]) -> _Around:
    listed = {name_of(info): info for info in place.entries(at)}
    path = Path(place.full(at)) if place.is_local else Path(at)
    return _Around(path, None, place, at, seen, listed)


def _kind_of(info: Info) -> str:
    if info.get("islink"):
        return plain.LINK
    return {"file": plain.FILE, "directory": plain.FOLDER}.get(str(info.get("type")), plain.OTHER)


__all__ = ["AGAIN", "Group", "Seen", "groups_of", "list_files", "read_seen", "same"]
