"""What has changed under `sources/` since the store was written, without reading what has not.

A file is as it was while its size, its times, its node and its place are. What changed so shortly before it was looked
at that it could change again within the same tick of the file system's clock is kept without marks, and read the next
time.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from readout.plain import marks_of
from readout.pool import can_fork
from readout.problem import Problem
from readout.source import FOLDER, Found, SourceFile, read_sources, refused
from readout.store.folders import Files, Known, digest, has_parts, walk, with_part
from readout.store.lists import count_files, renew_lists
from readout.store.store import place_of, put_files

#: In nanoseconds: no file system's clock is coarser.
TICK = 2_000_000_000
MARKS = "path, size, modified, changed, node"
FORGET = "UPDATE kept_files SET modified = NULL, changed = NULL, node = NULL"
#: Of more files than this, and of more than one in so many, all are read anew, which takes no longer.
MANY, ONE_IN = 1_000, 4
#: Of so many files it is worth to start processes that look at them.
WORTH = 30_000


@dataclass
class Scan:
    """What is otherwise: files that have changed or are new, those that are gone, and what can't be read as a source.

    `touched` are files that hold what they held; `folders` has the parts of each folder that were looked into, None for
    all.
    """

    horizon: int
    changed: dict[str, tuple[Found, str]] = field(default_factory=dict)
    touched: list[tuple[Found, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    misfits: list[Problem] = field(default_factory=list)
    folders: dict[str, set[int] | None] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    @property
    def is_as_it_was(self) -> bool:
        """Whether every file holds what it held."""
        return not (self.changed or self.gone or self.misfits)

    @property
    def otherwise(self) -> dict[str, str]:
        """The files that are not as they were by path, with their hashes; empty for what is gone, or no source."""
        gone = dict.fromkeys((*self.gone, *(one.place.path for one in self.misfits)), "")
        return gone | {path: sha for path, (_, sha) in self.changed.items()}

    def note(self, folder: str, parts: Iterable[int] | None) -> None:
        """Note that some parts of a folder were looked into, or all."""
        before = self.folders.get(folder, set())
        self.folders[folder] = None if parts is None or before is None else before.union(parts)

    def sha256(self, connection: sqlite3.Connection, path: str) -> str | None:
        """The hash of a file as it was looked at."""
        if path in self.changed:
            return self.changed[path][1]
        if path in self.gone:
            return None
        found = connection.execute("SELECT sha256 FROM kept_files WHERE path = ?", (path,)).fetchone()
        return str(found[0]) if found else None

    def keep(self, connection: sqlite3.Connection) -> None:
        """Let the store know the files as they are."""
        connection.executemany("DELETE FROM kept_files WHERE path = ?", [(path,) for path in self.gone])
        files = [*self.changed.values(), *self.touched]
        put_files(connection, files)
        renew_lists(connection, (*self.gone, *self.changed))
        young = [(one.path,) for one, _ in files if max(one.modified, one.changed) >= self.horizon - TICK]
        connection.executemany(f"{FORGET} WHERE path = ?", young)
        connection.executemany("DELETE FROM kept_folders WHERE folder = ?", [(folder,) for folder in self.lost])
        for folder, parts in sorted(self.folders.items()):
            _mark_folder(connection, folder, parts)


def now_in(folder: Path) -> int:
    """The time by the clock of the file system that a folder is on, in nanoseconds. Raises OSError."""
    with TemporaryFile(dir=folder) as file:
        return os.fstat(file.fileno()).st_ctime_ns


def forget_young(connection: sqlite3.Connection, horizon: int) -> None:
    """Keep no marks of files that changed just before they were looked at, or in the future."""
    connection.execute(f"{FORGET} WHERE max(modified, changed) >= ?", (horizon - TICK,))


def mark_folders(connection: sqlite3.Connection) -> None:
    """Keep the hashes of all folders, from their files; a part with a file without marks is never found as it was."""
    rows = connection.execute(f"SELECT folder, {MARKS} FROM kept_files ORDER BY folder")
    marks = [(folder, digest(_named(row[1:] for row in files))) for folder, files in groupby(rows, lambda row: row[0])]
    connection.executemany("INSERT INTO kept_folders VALUES (?, ?)", marks)


def _mark_folder(connection: sqlite3.Connection, folder: str, parts: Iterable[int] | None) -> None:
    """Keep the hashes of some parts of a folder, or of all where that is not enough, from its files."""
    ask = f"SELECT {MARKS} FROM kept_files WHERE folder = ?"
    (count,) = connection.execute("SELECT count(*) FROM kept_files WHERE folder = ?", (folder,)).fetchone()
    before = connection.execute("SELECT marks FROM kept_folders WHERE folder = ?", (folder,)).fetchone()
    if parts is None or before is None or not has_parts(count, before[0]):
        marks = digest(_named(connection.execute(ask, (folder,))))
    else:
        marks = before[0]
        for part in parts:
            marks = with_part(marks, part, _named(connection.execute(f"{ask} AND part = ?", (folder, part))))
    connection.execute("INSERT OR REPLACE INTO kept_folders VALUES (?, ?)", (folder, marks))


def _named(rows: Iterable[tuple[Any, ...]]) -> Files:
    """Files by their names, from rows of MARKS."""
    return [(path.rpartition("/")[2], tuple(marks)) for path, *marks in rows]


def scan(
    connection: sqlite3.Connection, root: Path, registers: Iterable[str], near: Path | None,
    paths: Iterable[str] | None = None, jobs: int = 1,
) -> Scan | str:  # fmt: skip
    """Look at all files, or at some; returns what has changed, or why it is better to read all anew.

    Takes the store, the project, the names of its registers, a folder on the same file system to write into if what is
    found is to be kept, and how many processes may look; and where it is known what alone may have changed, the paths
    of that (a folder stands for all below it). Raises OSError.
    """
    if not _is_folder(root / FOLDER):
        return "the sources are no folder now"
    found = Scan(now_in(near) if near else 0)
    known: Known = dict(connection.execute("SELECT folder, marks FROM kept_folders"))
    count = count_files(connection)
    looking = Looking(connection, root, sorted(registers), known, found, jobs if count >= WORTH and can_fork() else 1)
    for top in sorted({FOLDER} if paths is None else set(paths)):
        if any(part.startswith(".") for part in top.split("/")):
            continue
        for _ in looking.at(top):
            if len(found.changed) > max(MANY, count // ONE_IN):
                return "so many files have changed that all are read"
    return found


@dataclass(frozen=True)
class Looking:
    """A look at some of the sources: the store, the project, the names of its registers, and what comes of it."""

    connection: sqlite3.Connection
    root: Path
    registers: list[str]
    known: Known
    found: Scan
    jobs: int

    def at(self, top: str) -> Iterator[None]:
        """Compare what lies at a path and below it with what lay there, bit by bit."""
        is_folder, seen = _is_folder(self.root / top), set()
        if not is_folder or top not in self.known:
            folder, part = place_of(top)
            self.found.note(folder, [part])
            self.compare(folder, [part], [] if is_folder else _marks(self.root / top), top)
        for folder, parts, files in walk(self.root, self.known, top, self.jobs) if is_folder else ():
            seen.add(folder)
            if folder not in self.known and (problem := refused(self.root, folder)):
                self.found.misfits.append(problem)
            elif parts is None or parts:
                self.found.note(folder, parts)
                self.compare(folder, parts, files)
                yield
        for folder in self.known.keys() - seen:
            if folder == top or folder.startswith(f"{top}/"):
                self.found.lost.append(folder)
                rows = self.connection.execute("SELECT path FROM kept_files WHERE folder = ?", (folder,))
                self.found.gone += [path for (path,) in rows]

    def compare(self, folder: str, parts: Sequence[int] | None, files: Files, only: str = "") -> None:
        """Compare the files of some parts of a folder, or of all, one by one; or only one of them."""
        in_parts = "" if only or parts is None else f" AND part IN ({', '.join(map(str, parts))})"
        ask = f"SELECT {MARKS}, sha256 FROM kept_files WHERE {'path' if only else 'folder'} = ?{in_parts}"
        after = {f"{folder}/{name}": marks for name, marks in files}
        before: dict[str, str] = {}  # of those that are otherwise
        for path, *marks, sha in self.connection.execute(ask, (only or folder,)):
            if after.get(path) == tuple(marks):
                del after[path]
            else:
                before[path] = sha
        self.found.gone += sorted(before.keys() - after.keys())
        for path, now in sorted(after.items()):
            for one in read_sources(self.root, self.registers, path).values():
                if isinstance(one, SourceFile):
                    new, sha = Found(path, *now), sha256(one.content).hexdigest()
                    if before.get(path) == sha:
                        self.found.touched.append((new, sha))
                    else:
                        self.found.changed[path] = (new, sha)
                else:
                    self.found.misfits.append(one)
                    self.found.gone += [path] if path in before else []


def _is_folder(path: Path) -> bool:
    """Whether a folder lies there, and no link to one."""
    return not path.is_symlink() and path.is_dir()


def _marks(file: Path) -> Files:
    """The name and the marks of one file; nothing where it is gone."""
    try:
        return [(file.name, marks_of(file.lstat()))]
    except (FileNotFoundError, NotADirectoryError):
        return []
