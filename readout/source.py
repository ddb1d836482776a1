"""The files under `sources/`: which there are, and what each is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from readout.near import did_you_mean
from readout.problem import Place, Problem

FOLDER = "sources"
LARGEST = 4_000_000
ARTICLE = re.compile(r"sources/articles/([^/]+)/([^/]+)\.md")
ANCHORS = re.compile(r"sources/articles/([^/]+)/([^/]+)\.anchors\.json")


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


def list_sources(project: Path, registers: Iterable[str]) -> tuple[list[SourceFile], list[Problem]]:
    """Read all source files of a project, in the order of their paths.

    Takes the project's folder and the names of its registers; returns the files and the problems
    of those that have no place here or can't be read. Hidden files are passed over.
    """
    known = sorted(registers)
    files: list[SourceFile] = []
    problems: list[Problem] = []
    for path, entry in _walk(project, project / FOLDER):
        problem = _misplaced(path, known) if not isinstance(entry, Problem) else entry
        if problem is None and isinstance(entry, Path):
            read = _read(path, entry)
            if isinstance(read, SourceFile):
                files.append(read)
                continue
            problem = read
        if problem is not None:
            problems.append(problem)
    return files, problems


def _walk(project: Path, folder: Path) -> Iterator[tuple[str, Path | Problem]]:
    """All files below a folder by path; what is no plain file comes as a problem."""
    if not folder.is_dir():
        place = Place(folder.relative_to(project).as_posix())
        yield place.path, Problem(place, "R102", "there is no such folder", "the annotations go into it")
        return
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        path = entry.relative_to(project).as_posix()
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            yield path, Problem(Place(path), "R102", "a symbolic link", "put the file itself here")
        elif entry.is_dir():
            if entry.suffix in {".md", ".yaml", ".json"}:
                message = f"a folder where a file should be, by its ending '{entry.suffix}'"
                yield path, Problem(Place(path), "R102", message, "give the folder a name without an ending")
            else:
                yield from _walk(project, entry)
        elif entry.is_file():
            yield path, entry
        else:
            yield path, Problem(Place(path), "R102", "neither a file nor a folder", "delete it")


def _misplaced(path: str, registers: list[str]) -> Problem | None:
    if ARTICLE.fullmatch(path) or ANCHORS.fullmatch(path):
        return None
    register = register_of(path)
    if register in registers:
        return None
    hint = "an article is sources/articles/OUTLET/DATE-SLUG.md, a register is sources/NAME.yaml or sources/NAME/*.yaml"
    if path.endswith(".yml"):
        hint = "end its name in .yaml"
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
        return Problem(Place(path), "R114", f"can't be read: {error.strerror}", "look at its permissions")
