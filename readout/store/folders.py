"""Folders of the sources as they are: the marks of their files, and the hashes of these.

A folder is compared at one stroke, by a hash of the marks of all its files; one with many files has a hash for each
part of them.
"""

import marshal
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from readout.plain import Marks, marks_of
from readout.pool import in_order, some_of
from readout.store.store import PARTS, part_of

#: Where several processes look, each gets about so many shares.
SHARES = 16
#: A folder of so many files or fewer has one part.
FEW = 64
#: The bytes of a part's hash.
WIDTH = 16

Files = list[tuple[str, Marks]]
#: By folder the hashes of its parts.
Known = dict[str, bytes]
#: A folder with the parts that are otherwise, None for all, and their files.
Seen = tuple[str, Sequence[int] | None, Files]


def digest(files: Files) -> bytes:
    """The hashes of the marks of a folder's files, a part after the other."""
    if len(files) <= FEW:
        return hashed(files)
    parts: list[Files] = [[] for _ in range(PARTS)]
    for one in files:
        parts[part_of(one[0])].append(one)
    return b"".join(map(hashed, parts))


def hashed(files: Files) -> bytes:
    """One hash of the marks of some files, in any order."""
    return blake2b(marshal.dumps(sorted(files), 0), digest_size=WIDTH).digest()


def with_part(marks: bytes, part: int, files: Files) -> bytes:
    """The hashes of a folder's parts, in which one part has other files."""
    return marks[: part * WIDTH] + hashed(files) + marks[(part + 1) * WIDTH :]


def has_parts(count: int, marks: bytes) -> bool:
    """Whether a folder with so many files, and with these hashes, is compared in parts."""
    return count > FEW and len(marks) > WIDTH


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
    marks = digest(files)
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
