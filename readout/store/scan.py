"""What has changed under `sources/` since the store was written, without reading what has not.

A file is as it was while its size, its times, its node and its place are. A whole folder is compared at one stroke, by
hashes of these marks of all its files; of a folder with many files each part has a hash. What changed so shortly before
it was looked at that it could change again within the same tick of the file system's clock is kept without marks, and
read the next time.
"""

import marshal
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from readout.plain import Marks, marks_of
from readout.pool import can_fork, in_order, some_of
from readout.problem import Problem
from readout.source import FOLDER, Found, SourceFile, read_sources, refused
from readout.store.lists import count_files, renew_lists
from readout.store.store import PARTS, part_of, place_of, put_files

#: In nanoseconds: no file system's clock is coarser.
TICK = 2_000_000_000
MARKS = "path, size, modified, changed, node"
FORGET = "UPDATE kept_files SET modified = NULL, changed = NULL, node = NULL"
#: Of more files than this, and of more than one in so many, all are read anew, which takes no longer.
MANY, ONE_IN = 1_000, 4
#: Of so many files it is worth to start processes that look at them, each of which gets about so many shares.
WORTH, SHARES = 30_000, 16

#: A folder of so many files or fewer has one part.
FEW = 64
#: The bytes of a part's hash.
WIDTH = 16

Files = list[tuple[str, Marks]]
#: By folder the hashes of its parts; and a folder with the parts that are otherwise, None for all, and their files.
Known = dict[str, bytes]
Seen = tuple[str, Sequence[int] | None, Files]


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
    marks = [(folder, _digest(_named(row[1:] for row in files))) for folder, files in groupby(rows, lambda row: row[0])]
    connection.executemany("INSERT INTO kept_folders VALUES (?, ?)", marks)


def _mark_folder(connection: sqlite3.Connection, folder: str, parts: Iterable[int] | None) -> None:
    """Keep the hashes of some parts of a folder, or of all where that is not enough, from its files."""
    ask = f"SELECT {MARKS} FROM kept_files WHERE folder = ?"
    (count,) = connection.execute("SELECT count(*) FROM kept_files WHERE folder = ?", (folder,)).fetchone()
    before = connection.execute("SELECT marks FROM kept_folders WHERE folder = ?", (folder,)).fetchone()
    if parts is None or before is None or count <= FEW or len(before[0]) == WIDTH:
        marks = _digest(_named(connection.execute(ask, (folder,))))
    else:
        spliced = bytearray(before[0])
        for part in parts:
            files = _named(connection.execute(f"{ask} AND part = ?", (folder, part)))
            spliced[part * WIDTH : (part + 1) * WIDTH] = _hash(files)
        marks = bytes(spliced)
    connection.execute("INSERT OR REPLACE INTO kept_folders VALUES (?, ?)", (folder, marks))


def _named(rows: Iterable[tuple[Any, ...]]) -> Files:
    """Files by their names, from rows of MARKS."""
    return [(path.rpartition("/")[2], tuple(marks)) for path, *marks in rows]


def _digest(files: Files) -> bytes:
    """The hashes of the marks of a folder's files, a part after the other."""
    if len(files) <= FEW:
        return _hash(files)
    parts: list[Files] = [[] for _ in range(PARTS)]
    for one in files:
        parts[part_of(one[0])].append(one)
    return b"".join(map(_hash, parts))


def _hash(files: Files) -> bytes:
    return blake2b(marshal.dumps(sorted(files), 0), digest_size=WIDTH).digest()


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


def walk(root: Path, known: Known, top: str, jobs: int) -> Iterator[Seen]:
    """Each folder at and below one, as it is; several processes share the folders."""
    folders = deque([top])
    while folders and (jobs == 1 or len(folders) < SHARES * jobs):
        folder = folders.popleft()
        files, inner = _look_into(root, folder)
        folders.extend(inner)
        yield folder, *_otherwise(files, known.get(folder, b""))
    shares = some_of(folders, -(-len(folders) // (SHARES * jobs)) or 1)
    for some in in_order(_walking, (root, known), shares, jobs) if folders else ():
        yield from some


def _otherwise(files: Files, known: bytes) -> tuple[Sequence[int] | None, Files]:
    """The parts of a folder that are not as they were, None for all, and their files."""
    marks = _digest(files)
    if marks == known:
        return (), []
    if len(marks) != len(known) or len(marks) == WIDTH:
        return None, files
    starts = range(0, len(marks), WIDTH)
    parts = [start // WIDTH for start in starts if marks[start : start + WIDTH] != known[start : start + WIDTH]]
    return parts, [one for one in files if part_of(one[0]) in parts]


def _walking(order: tuple[Path, Known]) -> Callable[[list[str]], list[Seen]]:
    """What walks through some folders."""
    root, known = order
    return lambda folders: [one for folder in folders for one in walk(root, known, folder, 1)]


def _look_into(root: Path, folder: str) -> tuple[Files, list[str]]:
    """The names and marks of what in a folder is no folder, and the paths of those. What is hidden is passed over.

    Nothing where the folder has just been taken away.
    """
    files: Files = []
    folders: list[str] = []
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(root / folder) as entries:
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{folder}/{name}")
            else:
                files.append((name, marks_of(entry.stat(follow_symlinks=False))))
    return files, folders
