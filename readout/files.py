"""Files are written beside their place and renamed, so that nobody ever sees half of one.

What a killed process leaves beside a place, `sweep` takes away: a file that is being written is locked, and the
system lets go of a lock when the process that holds it is gone, however it ended.
"""

import errno
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from stat import S_IMODE, S_ISREG

if sys.platform != "win32":
    import fcntl

#: A file that is being written: .NAME.PROCESS.part
PART = re.compile(r"\..+\.([0-9]+)\.part")
#: The folders of a project that builds write into, and those that other commands do as well; below the deep ones
#: everything is looked at.
OF_BUILDS = ("build", ".")
WRITTEN = ("sources", "build/export", "docs", *OF_BUILDS)
DEEP = {"sources", "build/export"}
#: What to do about a failure of the system, by its number.
REMEDIES = {
    errno.ENOSPC: "the disk is full; make room, then run it again",
    errno.EDQUOT: "your share of the disk is used up; make room, then run it again",
    errno.EFBIG: "it may not grow so large here; raise the limit (`ulimit -f`), then run it again",
    errno.EACCES: "it can't be written here; look at the permissions of the file and of its folder",
    errno.EPERM: "it can't be written here; look at the permissions of the file and of its folder",
    errno.EROFS: "it can't be written here: the file system is read-only; make it writable, or take a copy elsewhere",
    errno.EEXIST: "a file is in the way where its folder should be; move that file away",
    errno.ENOTDIR: "a file is in the way where its folder should be; move that file away",
    errno.EISDIR: "a folder is in its way; move that folder away",
    errno.ENAMETOOLONG: "its name is too long for this file system; give it a shorter one",
    errno.EIO: "the disk fails, or the file may not grow so large; look at `df`, `ulimit -f` and the system's log",
}


@dataclass
class Beside:
    """A file beside its place, to be filled at `path` and then put in its place."""

    file: Path
    path: Path
    descriptor: int

    def sync(self) -> None:
        """Let what was written reach the disk. Raises Unwritable."""
        with explained(self.file):
            os.fsync(self.descriptor)

    def put(self) -> None:
        """Rename it onto its place; a file of that name is replaced at one stroke, and keeps who may read it.

        Raises Unwritable.
        """
        with explained(self.file):
            with suppress(FileNotFoundError):
                mode = S_IMODE(self.file.stat().st_mode)
                if mode != S_IMODE(os.fstat(self.descriptor).st_mode):
                    self.path.chmod(mode)
            self.path.replace(self.file)


@contextmanager
def beside(file: Path) -> Iterator[Beside]:
    """An empty file beside a place, which is gone at the end unless it was put there.

    Raises Unwritable.
    """
    with explained(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        path = file.with_name(f".{file.name}.{os.getpid()}.part")
        descriptor = _open_locked(path)
        try:
            yield Beside(file, path, descriptor)
        finally:
            path.unlink(missing_ok=True)
            os.close(descriptor)


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """An empty folder in a folder, for files on the way, which is gone at the end with all in it. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f".work.{os.getpid()}.part"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    descriptor = os.open(path, os.O_RDONLY) if sys.platform != "win32" else None
    try:
        if descriptor is not None:
            _lock(descriptor)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        if descriptor is not None:
            os.close(descriptor)


def write_if_other(file: Path, content: str | bytes) -> bool:
    """Write a file unless it holds just this already; returns whether it was written. Raises OSError."""
    wanted = content.encode("utf-8") if isinstance(content, str) else content
    if file.is_file() and file.read_bytes() == wanted:
        return False
    with beside(file) as made:
        made.path.write_bytes(wanted)
        made.sync()
        made.put()
    sync_folder(file.parent)
    return True


def sync_folder(folder: Path) -> None:
    """Let the names in a folder reach the disk, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep(root: Path, folders: Iterable[str] = WRITTEN) -> None:
    """Take away what processes that were killed left unfinished in a project; what is being written stays."""
    for name in folders:
        deep = name in DEEP
        for folder, within, files in os.walk(root / name) if not (root / name).is_symlink() else ():
            for inner in within:
                if PART.fullmatch(inner):
                    _take_folder_away(Path(folder, inner))
            if not deep:
                within.clear()
            for file in files:
                if PART.fullmatch(file):
                    _take_away(Path(folder, file))


def _take_away(path: Path) -> None:
    """Delete an unfinished file unless a living process has it."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        try:
            locked = _lock(descriptor) if S_ISREG(os.fstat(descriptor).st_mode) else False
            if locked or (locked is None and not _is_alive(path)):
                path.unlink()
        finally:
            os.close(descriptor)


def _take_folder_away(path: Path) -> None:
    """Delete a folder for files on the way unless a living process has it."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        try:
            locked = _lock(descriptor)
            if locked or (locked is None and not _is_alive(path)):
                shutil.rmtree(path, ignore_errors=True)
        finally:
            os.close(descriptor)


def _open_locked(path: Path) -> int:
    """Make a new file and lock it; what lies there from a process of the same number is taken away."""
    while True:
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o666)
        if _lock(descriptor) is not False and os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)  # swept away between the two


def _lock(descriptor: int) -> bool | None:
    """Whether a file, or a folder, is locked by us now, and not by others; None where the system can't lock it."""
    if sys.platform == "win32":
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in (errno.EAGAIN, errno.EACCES) else None
    return True


def _is_alive(path: Path) -> bool:
    """Whether there is a process of the number in a name; it may be another one by now."""
    found = PART.fullmatch(path.name)
    if found is None:
        return False
    try:
        os.kill(int(found[1]), 0)
    except OSError:
        return False
    return True


@contextmanager
def alone(root: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Let one process at a time do what is inside, for a project; the others wait, and `wait` is called to say so.

    The project's folder is locked, so that no file is needed. A process that ends, however it does, lets go of it.
    Where the system can't lock a folder (Windows, some network drives) nobody waits: the last one to end wins.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(root, os.O_RDONLY)
    try:
        if _lock(descriptor) is False:
            wait()
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class Unwritable(OSError):
    """A failure of the system with the name of the file that was to be written, and with what to do."""


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Turn an OSError inside into an Unwritable for a file."""
    try:
        yield
    except Unwritable:
        raise
    except OSError as error:
        said = REMEDIES.get(error.errno or 0) or error.strerror or str(error)
        raise Unwritable(error.errno or errno.EIO, said, str(file)) from error


def file_sha256(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()
