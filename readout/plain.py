"""Open what lies in a folder by its name there: no link is followed, and nothing is waited for.

What is read is what was looked at: a folder stays open while its files are opened by their names in it, and a
file's kind and size are asked of the open file. A pipe or a device is opened without waiting, and never read.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EINVAL
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISLNK, S_ISREG

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FILE = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FOLDER = os.O_RDONLY | _NO_LINK | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
#: Some systems can't open by a name in an open folder; there paths are taken.
_BY_NAME = os.open in os.supports_dir_fd and os.scandir in os.supports_fd

FILE, FOLDER, LINK, OTHER = "file", "folder", "link", "other"


#: Size, when it and its node changed, node.
Marks = tuple[int, int, int, int]


def marks_of(found: os.stat_result) -> Marks:
    """What tells a file from another in its place, of what the system says of it."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


class NoPlainFile(OSError):
    """What was to be read is no file, or has become another since it was looked at."""


class TooLarge(Exception):
    """A file has more bytes than may be read; says how many."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


@dataclass(frozen=True, slots=True)
class Folder:
    """An open folder."""

    path: Path
    number: int | None

    def entries(self) -> list[tuple[str, str]]:
        """The names in it, sorted, each with its kind: FILE, FOLDER, LINK or OTHER. Raises OSError."""
        with os.scandir(self.path if self.number is None else self.number) as found:
            return sorted((entry.name, _kind_of(entry)) for entry in found)

    def kind(self, name: str) -> str | None:
        """The kind of one name; None where there is none."""
        try:
            mode = self._stat(name).st_mode
        except (OSError, ValueError):
            return None
        if S_ISLNK(mode):
            return LINK
        return FOLDER if S_ISDIR(mode) else FILE if S_ISREG(mode) else OTHER

    def may_enter(self, name: str) -> bool:
        """Whether a folder in it may be listed and its files opened."""
        return os.access(self.path / name, os.R_OK | os.X_OK)

    def marks(self, name: str) -> Marks:
        """What tells a file from another in its place. Raises OSError."""
        return marks_of(self._stat(name))

    def _stat(self, name: str) -> os.stat_result:
        if self.number is None:
            return os.lstat(self.path / name)
        return os.stat(name, dir_fd=self.number, follow_symlinks=False)

    def _open(self, name: str, flags: int) -> int:
        if self.number is None:
            return os.open(self.path / name, flags)
        return os.open(name, flags, dir_fd=self.number)

    @contextmanager
    def folder(self, name: str) -> Iterator["Folder"]:
        """Open a folder in it. Raises OSError, also where it is a link."""
        if self.number is None:
            yield Folder(self.path / name, None)
            return
        number = self._open(name, _FOLDER)
        try:
            yield Folder(self.path / name, number)
        finally:
            os.close(number)

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a plain file in it. Raises OSError, also for what is no plain file, and TooLarge."""
        number = self._open(name, _FILE)
        try:
            about = os.fstat(number)
            if not S_ISREG(about.st_mode):
                raise NoPlainFile(EINVAL, "it is no plain file", name)
            if about.st_size > most:
                raise TooLarge(about.st_size)
            return _read(number, about.st_size, most)
        finally:
            os.close(number)


def _read(number: int, size: int, most: int) -> bytes:
    """All that an open file has now, though it may grow meanwhile."""
    content = os.read(number, size + 1)
    if len(content) == size:  # the usual case
        return content
    parts, length = [content], len(content)
    while more := os.read(number, 1 << 20):
        parts.append(more)
        length += len(more)
        if length > most:
            raise TooLarge(length)
    return b"".join(parts)


def _kind_of(entry: "os.DirEntry[str]") -> str:
    try:
        if entry.is_symlink():
            return LINK
        if entry.is_dir(follow_symlinks=False):
            return FOLDER
        return FILE if entry.is_file(follow_symlinks=False) else OTHER
    except OSError:
        return OTHER


@contextmanager
def open_root(path: Path) -> Iterator[Folder]:
    """Open a folder that is given, be it by a link. Raises OSError."""
    if not _BY_NAME:
        yield Folder(path, None)
        return
    number = os.open(path, _FOLDER & ~_NO_LINK)
    try:
        yield Folder(path, number)
    finally:
        os.close(number)


@contextmanager
def open_below(root: Folder, parts: tuple[str, ...]) -> Iterator[Folder]:
    """Open a folder by the names that lead to it, none of which may be a link. Raises OSError."""
    if not parts:
        yield root
        return
    with root.folder(parts[0]) as folder, open_below(folder, parts[1:]) as found:
        yield found


def read_within(root: Path, path: str, most: int) -> bytes:
    """The bytes of a plain file by its path within a folder, with forward slashes.

    Raises OSError, also where a link is on the way or it is no plain file, and TooLarge.
    """
    *above, name = PurePosixPath(path).parts
    if ".." in above or name == "..":
        raise NoPlainFile(EINVAL, "it lies elsewhere", path)
    with open_root(root) as opened, open_below(opened, tuple(above)) as folder:
        return folder.read(name, most)
