"""The files under `sources/`: which there are, and what each is."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from errno import EACCES
from pathlib import Path, PurePosixPath

from readout.near import did_you_mean
from readout.problem import Place, Problem
from readout.unit import ANY

FOLDER = "sources"
LARGEST = 4_000_000
PERMISSIONS = "look at its permissions"
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
    of those that have no place here or can't be read. Hidden files are passed over.
    """
    found = [_entry(path, entry, sorted(registers)) for path, entry in _walk(project, project / FOLDER)]
    return [one for one in found if isinstance(one, SourceFile)], [one for one in found if isinstance(one, Problem)]


def read_sources(project: Path, registers: Iterable[str], path: str) -> dict[str, SourceFile | Problem]:
    """What lies at or below one path of the sources now: files, and what has no place or can't be read.

    Takes the project's folder, the names of its registers, and a path relative to the project. Where
    nothing lies there, or what does is passed over by `list_sources`, nothing is returned; a project
    without any sources has a problem.
    """
    known, file = sorted(registers), project / path
    if path == FOLDER:
        return {name: _entry(name, entry, known) for name, entry in _walk(project, file)}
    above = [project / folder for folder in PurePosixPath(path).parents][-3::-1]
    hidden = any(part.startswith(".") for part in PurePosixPath(path).parts)
    if hidden or not _is_open(project / FOLDER) or not all(map(_is_walked, above)):
        return {}
    if not file.is_symlink() and not file.exists():
        return {}
    return {name: _entry(name, entry, known) for name, entry in _place(project, file)}


def _entry(path: str, entry: Path | Problem, known: list[str]) -> SourceFile | Problem:
    if isinstance(entry, Problem):
        return entry
    return _misplaced(path, known) or _read(path, entry)


def _walk(project: Path, folder: Path) -> Iterator[tuple[str, Path | Problem]]:
    """All files below a folder by path; what is no plain file comes as a problem."""
    if not folder.is_dir():
        place = Place(folder.relative_to(project).as_posix())
        yield place.path, Problem(place, "R102", "there is no such folder", "the annotations go into it")
        return
    if not _is_open(folder):
        place = Place(folder.relative_to(project).as_posix())
        yield place.path, Problem(place, "R114", f"can't be read: {os.strerror(EACCES)}", PERMISSIONS)
        return
    entries: list[Path] = []
    with suppress(FileNotFoundError):  # taken away just now
        entries = sorted(folder.iterdir(), key=lambda found: found.name)
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _place(project, entry)


def _is_open(folder: Path) -> bool:
    return os.access(folder, os.R_OK | os.X_OK)


def _is_walked(folder: Path) -> bool:
    """Whether what lies in a folder is read, one by one."""
    return not folder.is_symlink() and folder.suffix not in FILES and folder.is_dir() and _is_open(folder)


def _place(project: Path, entry: Path) -> Iterator[tuple[str, Path | Problem]]:
    path = entry.relative_to(project).as_posix()
    if entry.is_symlink():
        yield path, Problem(Place(path), "R102", "a symbolic link", "put the file itself here")
    elif entry.is_dir():
        if entry.suffix in FILES:
            message = f"a folder where a file should be, by its ending '{entry.suffix}'"
            yield path, Problem(Place(path), "R102", message, "give the folder a name without an ending")
        else:
            yield from _walk(project, entry)
    elif entry.is_file():
        yield path, entry
    else:
        yield path, Problem(Place(path), "R102", "neither a file nor a folder", "delete it")


def _misplaced(path: str, registers: list[str]) -> Problem | None:
    if ARTICLE.fullmatch(path) or SECOND.fullmatch(path) or ANCHORS.fullmatch(path):
        return None
    register = register_of(path)
    if register in registers:
        return None
    hint = "an article is sources/articles/OUTLET/DATE-SLUG.md, a register is sources/NAME.yaml or sources/NAME/*.yaml"
    if path.endswith(".yml"):
        hint = "end its name in .yaml"
    elif path.startswith("sources/articles/") and path.count("/") == 3 and path.endswith(".md"):
        hint = "a second annotation is sources/articles/OUTLET/DATE-SLUG.CURATOR.md; write no other dots in the name"
    elif register and register != "articles":
        hint = did_you_mean(register, registers) or "the registers are: " + ", ".join(registers)
    return Problem(Place(path), "R111", "this file has no place here", hint)


def _read(path: str, file: Path) -> SourceFile | Problem:
    try:
        size = file.stat().st_size
        if size > LARGEST:
            message = f"{size:,} bytes; a source file has {LARGEST:,} at the most"
            return Problem(Place(path), "R113", message, "split the register into several files")
        return SourceFile(path, file.read_bytes())
    except OSError as error:
        return Problem(Place(path), "R114", f"can't be read: {error.strerror}", PERMISSIONS)
