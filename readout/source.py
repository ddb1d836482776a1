"""The files under `sources/`: which there are, and what each is."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from errno import EACCES
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from readout import plain
from readout.file_names import misnamed
from readout.near import did_you_mean
from readout.problem import Place, Problem
from readout.unit import ANY

FOLDER = "sources"
#: In bytes: of one file, and of all together.
LARGEST, LARGEST_TOTAL = 4_000_000, 20_000_000_000
#: Of files, and of folders in one another.
MOST_FILES, DEEPEST = 2_000_000, 12
PERMISSIONS = "look at its permissions"
#: Where articles lie.
ARTICLES_FOLDER = f"{FOLDER}/articles/"
#: What only a file's name ends in.
FILES = {".md", ".yaml", ".json"}
ARTICLE = re.compile(r"sources/articles/([^/]+)/([^/.]+)\.md")
#: A second, independent annotation of the same article: DATE-SLUG.CURATOR.md.
SECOND = re.compile(r"sources/articles/([^/]+)/([^/.]+)\.([^/.]+)\.md")
ANCHORS = re.compile(r"sources/articles/([^/]+)/([^/.]+(?:\.[^/.]+)?)\.anchors\.json")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the sources: its path relative to the project, and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """A source file as it was found: its size in bytes, when it and its node changed (nanoseconds), and its node."""

    path: str
    size: int
    modified: int
    changed: int
    node: int


#: What is made of each file: from the folder that is open, the file's name in it, and its path.
Take = Callable[[plain.Folder, str, str], Any]


def in_sources(paths: Iterable[str]) -> list[str]:
    """Those of some paths, relative to the project, that are the sources' folder or in it."""
    return [path for path in paths if PurePosixPath(path).parts[:1] == (FOLDER,)]


def register_of(path: str) -> str | None:
    """The register that a path belongs to: `sources/NAME.yaml` or `sources/NAME/**/*.yaml`."""
    parts = PurePosixPath(path).parts
    if not path.endswith(".yaml") or len(parts) < 2:
        return None
    return parts[1].removesuffix(".yaml") if len(parts) == 2 else parts[1]


def could_hold(misfit: Problem, registers: Iterable[str]) -> str:
    """The table that the records of a file belong to that can't be read, or has no place here.

    Takes its problem, and the names of the registers. Returns ANY where its path does not tell (a register's
    name misspelt), and "" where it can hold no record: anchors, or a file that nobody would take for a source.
    """
    path = PurePosixPath(misfit.place.path)
    name = path.parts[1].removesuffix(path.suffix) if len(path.parts) > 1 else ""
    is_folder = not path.suffix and misfit.code != "R111"
    if name == "articles":
        return "articles" if path.suffix == ".md" or is_folder else ""
    if path.suffix in {".yaml", ".yml"} or is_folder:
        known = list(registers)
        if name in known:
            return name
        return "" if misfit.code == "R111" and not did_you_mean(name, known) else ANY
    return ""


def article_of(path: str) -> str:
    """The path of the article that anchors belong to; of any other file its own."""
    return path.removesuffix(".anchors.json") + ".md" if ANCHORS.fullmatch(path) else path


def first_path(second: str) -> str:
    """The path at which the first annotation of an article lies beside a second one."""
    match = SECOND.fullmatch(second)
    assert match is not None
    return f"sources/articles/{match[1]}/{match[2]}.md"


def list_sources(project: Path, registers: Iterable[str]) -> tuple[list[SourceFile], list[Problem]]:
    """Read all source files of a project, in the order of their paths.

    Takes the project's folder and the names of its registers; returns the files and the problems
    of those that have no place here or can't be read. Hidden files are passed over, links are not followed. Where
    there are too many files, or too large ones together, one problem says so and what comes after is not read.
    """
    files: list[SourceFile] = []
    problems: list[Problem] = []
    size = 0
    for number, found in enumerate(_listed(project, Walk(sorted(registers)), FOLDER)):
        if number >= MOST_FILES:
            problems.append(Problem(Place(FOLDER), "R113", f"more than {MOST_FILES:,} files", "no dataset needs that"))
            break
        if isinstance(found, Problem):
            problems.append(found)
            continue
        size += len(found.content)
        if size > LARGEST_TOTAL:
            message = f"more than {LARGEST_TOTAL:,} bytes in all files together"
            problems.append(Problem(Place(FOLDER), "R113", message, "make several projects of it"))
            break
        files.append(found)
    return files, problems


def find_sources(project: Path, registers: Iterable[str]) -> Iterator["Found | Problem"]:
    """All source files of a project in the order of their paths, not read, and the problems of what has no place here.

    Takes the project's folder and the names of its registers. Ends with a problem where there is too much.
    """
    size = 0
    for number, found in enumerate(_listed(project, Walk(sorted(registers), look_at), FOLDER)):
        size += 0 if isinstance(found, Problem) else found.size
        if number >= MOST_FILES:
            yield Problem(Place(FOLDER), "R113", f"more than {MOST_FILES:,} files", "no dataset needs that")
            return
        if size > LARGEST_TOTAL:
            message = f"more than {LARGEST_TOTAL:,} bytes in all files together"
            yield Problem(Place(FOLDER), "R113", message, "make several projects of it")
            return
        yield found


def look_at(around: plain.Folder, name: str, path: str) -> "Found | Problem | None":
    """A file by its name in an open folder, as it is now; None where it is gone."""
    try:
        return Found(path, *around.marks(name))
    except FileNotFoundError:
        return None
    except OSError as error:
        return Problem(Place(path), "R114", f"can't be read: {error.strerror}", PERMISSIONS)


def read_sources(project: Path, registers: Iterable[str], path: str) -> dict[str, SourceFile | Problem]:
    """What lies at or below one path of the sources now: files, and what has no place or can't be read.

    Takes the project's folder, the names of its registers, and a path relative to the project. Where
    nothing lies there, or what does is passed over by `list_sources`, nothing is returned; a project
    without any sources has a problem.
    """
    found = _listed(project, Walk(sorted(registers)), path)
    return {one.path if isinstance(one, SourceFile) else one.place.path: one for one in found}


def refused(project: Path, path: str) -> Problem | None:
    """Why the files of a folder of the sources are not read; None where they are, or where one above it is refused.

    Takes the project's folder, and a path relative to it at which a folder lies.
    """
    found = next(_listed(project, Walk([], look_at), path), None)
    return found if isinstance(found, Problem) and found.place.path == path else None


def _listed(project: Path, walk: "Walk", path: str) -> Iterator[Any]:
    """What lies at or below one path."""
    *above, name = PurePosixPath(path).parts
    with ExitStack() as opened:
        folder = opened.enter_context(plain.open_root(project))
        for depth, part in enumerate(above):
            place = "/".join(above[: depth + 1])
            if part.startswith(".") or folder.kind(part) != plain.FOLDER or walk.refused(folder, place, part):
                return
            folder = opened.enter_context(folder.folder(part))
        kind = folder.kind(name)
        if path == FOLDER and kind in {None, plain.FILE}:
            yield Problem(Place(path), "R102", "there is no such folder", "the annotations go into it")
        elif kind and not name.startswith("."):
            yield from walk.at(folder, name, kind, path)


class Walk:
    """Goes through folders, each of them open while its files are read."""

    def __init__(self, registers: list[str], take: Take | None = None) -> None:
        self.registers = registers
        self.take = take or read_file

    def at(self, around: plain.Folder, name: str, kind: str, path: str) -> Iterator[Any]:
        """What was taken of the files at or below one name in an open folder, and problems; takes its kind and path."""
        if kind == plain.LINK:
            yield Problem(Place(path), "R102", "a symbolic link", "put the file itself here")
        elif kind == plain.OTHER:
            yield Problem(Place(path), "R102", "neither a file nor a folder", "delete it")
        elif kind == plain.FILE:
            found = _misplaced(path, self.registers) or self.take(around, name, path)
            if found:
                yield found
        elif problem := self.refused(around, path, name):
            yield problem
        else:
            yield from self._inside(around, name, path)

    def refused(self, around: plain.Folder, path: str, name: str) -> Problem | None:
        """The problem of a folder whose files are not read."""
        if (suffix := PurePosixPath(name).suffix) in FILES:
            message = f"a folder where a file should be, by its ending '{suffix}'"
            return Problem(Place(path), "R102", message, "give the folder a name without an ending")
        if path.count("/") >= DEEPEST:
            return Problem(Place(path), "R102", f"folders nested more than {DEEPEST} deep", "move its files further up")
        if path != FOLDER and (problem := misnamed(path, name)):
            return problem
        if not around.may_enter(name):
            return Problem(Place(path), "R114", f"can't be read: {os.strerror(EACCES)}", PERMISSIONS)
        return None

    def _inside(self, around: plain.Folder, name: str, path: str) -> Iterator[Any]:
        try:
            opened = around.folder(name)
            with opened as folder:
                for inner, kind in folder.entries():
                    if not inner.startswith("."):
                        yield from self.at(folder, inner, kind, f"{path}/{inner}")
        except FileNotFoundError:  # taken away just now
            return
        except OSError as error:
            yield Problem(Place(path), "R114", f"can't be read: {error.strerror}", PERMISSIONS)


def has_many_files(root: Path, many: int) -> bool:
    """Whether so many files or more lie below the sources, without a look at any of them, or where a link leads."""
    if (root / FOLDER).is_symlink():
        return False
    names = (name for _, _, files in os.walk(root / FOLDER) for name in files)
    return next(islice(names, many - 1, None), None) is not None


def read_file(around: plain.Folder, name: str, path: str) -> SourceFile | Problem | None:
    """A file by its name in an open folder: read, or why it can't be; None where it is gone."""
    try:
        return SourceFile(path, around.read(name, LARGEST))
    except FileNotFoundError:  # taken away just now
        return None
    except plain.TooLarge as error:
        message = f"{error.size:,} bytes; a source file has {LARGEST:,} at the most"
        return Problem(Place(path), "R113", message, "split the register into several files")
    except OSError as error:
        return Problem(Place(path), "R114", f"can't be read: {error.strerror}", PERMISSIONS)


def read_at(root: plain.Folder, paths: Sequence[str]) -> list[SourceFile | Problem | None]:
    """Files of one folder by their paths in an open project: each read, or why it can't be; None where it is gone."""
    if not paths:
        return []
    *above, _ = paths[0].split("/")
    try:
        with plain.open_below(root, tuple(above)) as folder:
            return [read_file(folder, path.rpartition("/")[2], path) for path in paths]
    except FileNotFoundError:
        return [None for _ in paths]
    except OSError as error:
        return [Problem(Place(path), "R114", f"can't be read: {error.strerror}", PERMISSIONS) for path in paths]


def _misplaced(path: str, registers: list[str]) -> Problem | None:
    name = path.rpartition("/")[2]
    if ARTICLE.fullmatch(path) or SECOND.fullmatch(path) or ANCHORS.fullmatch(path):
        return None if name.isascii() and name.isprintable() else misnamed(path, name)  # of ids the reader tells more
    register = register_of(path)
    if register in registers:
        return misnamed(path, name)
    hint = "an article is sources/articles/OUTLET/DATE-SLUG.md, a register is sources/NAME.yaml or sources/NAME/*.yaml"
    if path.endswith(".yml"):
        hint = "end its name in .yaml"
    elif path.startswith(ARTICLES_FOLDER) and path.count("/") == 3 and path.endswith(".md"):
        hint = "a second annotation is sources/articles/OUTLET/DATE-SLUG.CURATOR.md; write no other dots in the name"
    elif register and register != "articles":
        hint = did_you_mean(register, registers) or "the registers are: " + ", ".join(registers)
    return Problem(Place(path), "R111", "this file has no place here", hint)
