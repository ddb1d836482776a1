"""What has changed under `sources/` since the store was written, without reading what has not.

A file is as it was while its size, its times, its node and its place are. A whole folder is compared at one stroke, by
a hash of these marks of all its files. What changed so shortly before it was looked at that it could change again
within the same tick of the file system's clock is kept without marks, and read the next time.
"""

import marshal
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile

from readout.plain import Marks, marks_of
from readout.pool import can_fork, in_order, some_of
from readout.problem import Problem
from readout.source import FOLDER, Found, SourceFile, read_sources
from readout.store.lists import count_files, renew_lists
from readout.store.store import folder_of, put_files

#: In nanoseconds: no file system's clock is coarser.
TICK = 2_000_000_000
FORGET = "UPDATE kept_files SET modified = NULL, changed = NULL, node = NULL"
#: Of more files than this, and of more than one in so many, all are read anew, which takes no longer.
MANY, ONE_IN = 1_000, 4
#: Of so many files it is worth to start processes that look at them, each of which gets about so many shares.
WORTH, SHARES = 30_000, 16

Files = list[tuple[str, Marks]]
#: By folder the hash of the marks of its files; and a folder as it is, with its files where it is otherwise.
Known = dict[str, bytes | None]
Seen = tuple[str, bytes, Files | None]


@dataclass
class Scan:
    """What is otherwise: files that have changed or are new, those that are gone, and what can't be read as a source.

    `touched` are files that hold what they held; `folders` has the marks of each folder that was looked into, None
    where only some of its files were.
    """

    horizon: int
    changed: dict[str, tuple[Found, str]] = field(default_factory=dict)
    touched: list[tuple[Found, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    misfits: list[Problem] = field(default_factory=list)
    folders: dict[str, bytes | None] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

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
        young = [one.path for one, _ in files if max(one.modified, one.changed) >= self.horizon - TICK]
        connection.executemany(f"{FORGET} WHERE path = ?", [(path,) for path in young])
        connection.executemany("DELETE FROM kept_folders WHERE folder = ?", [(folder,) for folder in self.lost])
        doubtful = set(map(folder_of, young))
        for folder, marks in sorted(self.folders.items()):
            if marks is None:
                mark_folders(connection, folder)
            else:
                values = (folder, None if folder in doubtful else marks)
                connection.execute("INSERT OR REPLACE INTO kept_folders VALUES (?, ?)", values)


def now_in(folder: Path) -> int:
    """The time by the clock of the file system that a folder is on, in nanoseconds. Raises OSError."""
    with TemporaryFile(dir=folder) as file:
        return os.fstat(file.fileno()).st_ctime_ns


def forget_young(connection: sqlite3.Connection, horizon: int) -> None:
    """Keep no marks of files that changed just before they were looked at, or in the future."""
    connection.execute(f"{FORGET} WHERE max(modified, changed) >= ?", (horizon - TICK,))


def mark_folders(connection: sqlite3.Connection, folder: str | None = None) -> None:
    """Keep the marks of a folder, or of all, from its files; of one with a file without marks none."""
    where = "" if folder is None else "WHERE folder = ?"
    ask = f"SELECT folder, path, size, modified, changed, node FROM kept_files {where} ORDER BY folder, path"
    rows = connection.execute(ask, () if folder is None else (folder,))
    marks = []
    for name, files in groupby(rows, key=lambda row: row[0]):
        of_files = [(path.rpartition("/")[2], tuple(rest)) for _, path, *rest in files]
        marks.append((name, None if any(None in one for _, one in of_files) else digest(of_files)))
    if folder is not None and not marks:
        marks.append((folder, digest([])))
    connection.executemany("INSERT OR REPLACE INTO kept_folders VALUES (?, ?)", marks)


def digest(files: Iterable[tuple[str, tuple[int, ...]]]) -> bytes:
    """A hash of the marks of a folder's files, given by name."""
    return blake2b(marshal.dumps(sorted(files), 0), digest_size=16).digest()


def scan(
    connection: sqlite3.Connection, root: Path, registers: Iterable[str], near: Path,
    paths: Iterable[str] | None = None, jobs: int = 1,
) -> Scan | str:  # fmt: skip
    """Look at all files, or at some; returns what has changed, or why it is better to read all anew.

    Takes the store, the project, the names of its registers, a folder on the same file system to write into, and how
    many processes may look; and where it is known what alone may have changed, the paths of that (a folder stands for
    all below it). Raises OSError.
    """
    if (root / FOLDER).is_symlink():
        return "the sources are a link now"
    found = Scan(now_in(near))
    known: Known = dict(connection.execute("SELECT folder, marks FROM kept_folders"))
    count = count_files(connection)
    names, seen = sorted(registers), set()
    for top in sorted({FOLDER} if paths is None else set(paths)):
        if paths is not None and not (root / top).is_dir() and top not in known:
            folder, _, name = top.rpartition("/")
            found.folders[folder] = None
            _compare(connection, root, names, folder, _marks(root / top, name), found, top)
            continue
        for folder, marks, files in walk(root, known, top, jobs if count >= WORTH and can_fork() else 1):
            seen.add(folder)
            if files is not None:
                found.folders[folder] = marks
                _compare(connection, root, names, folder, dict(files), found)
                if len(found.changed) > max(MANY, count // ONE_IN):
                    return "so many files have changed that all are read"
        for folder in known.keys() - seen:
            if folder == top or folder.startswith(f"{top}/"):
                found.lost.append(folder)
                rows = connection.execute("SELECT path FROM kept_files WHERE folder = ?", (folder,))
                found.gone += [path for (path,) in rows]
    return found


def _marks(file: Path, name: str) -> dict[str, Marks]:
    """The marks of one file by its name; nothing where it is gone, or hidden."""
    try:
        return {} if name.startswith(".") else {name: marks_of(file.lstat())}
    except OSError:
        return {}


def walk(root: Path, known: Known, top: str, jobs: int) -> Iterator[Seen]:
    """Each folder at and below one, as it is; several processes share the folders."""
    folders = deque([top])
    while folders and (jobs == 1 or len(folders) < SHARES * jobs):
        folder = folders.popleft()
        files, inner = _look_into(root, folder)
        folders.extend(inner)
        marks = digest(files)
        yield folder, marks, None if marks == known.get(folder) else files
    shares = some_of(folders, -(-len(folders) // (SHARES * jobs)) or 1)
    for some in in_order(_walking, (root, known), shares, jobs) if folders else ():
        yield from some


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
    with suppress(FileNotFoundError), os.scandir(root / folder) as entries:
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{folder}/{name}")
            else:
                files.append((name, marks_of(entry.stat(follow_symlinks=False))))
    return files, folders


def _compare(
    connection: sqlite3.Connection, root: Path, registers: list[str], folder: str, files: dict[str, Marks], found: Scan,
    only: str = "",
) -> None:  # fmt: skip
    """The files of one folder, one by one; or only one of them."""
    ask = f"SELECT path, size, modified, changed, node, sha256 FROM kept_files WHERE {'path' if only else 'folder'} = ?"
    after = {f"{folder}/{name}": marks for name, marks in files.items()}
    before: dict[str, str] = {}  # of those that are otherwise
    for path, *marks, sha in connection.execute(ask, (only or folder,)):
        if after.get(path) == tuple(marks):
            del after[path]
        else:
            before[path] = sha
    found.gone += sorted(before.keys() - after.keys())
    for path, now in sorted(after.items()):
        for one in read_sources(root, registers, path).values():
            if isinstance(one, SourceFile):
                new, sha = Found(path, *now), sha256(one.content).hexdigest()
                if before.get(path) == sha:
                    found.touched.append((new, sha))
                else:
                    found.changed[path] = (new, sha)
            else:
                found.misfits.append(one)
                found.gone += [path] if path in before else []
