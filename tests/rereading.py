"""Somebody who reads again what he is told has changed, and the ways in which editors save a file."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

from readout.watching import Watched, name_in
from tests.made import write

DEADLINE = 60


class Reader:
    """Reads again what it is told of, in a thread of its own; `has` is what it knows by path."""

    def __init__(self, root: Path, folders: tuple[str, ...] = ("sources", "views"), *files: str) -> None:
        self.root, self.folders, self.files = root, folders, files
        self.has: dict[str, bytes] = {}
        self.told: list[set[str]] = []
        self.ended: Exception | None = None
        self.stopped = False
        self.watched = Watched(root, folders, files)
        self.thread = Thread(target=self._follow, daemon=True)

    def _follow(self) -> None:
        try:
            for paths in self.watched.changes():
                if self.stopped:
                    return
                has = self.has
                for path in paths:
                    has = {known: text for known, text in has.items() if not is_below(known, path)}
                    has |= self.on_disk(path)
                self.has = has
                self.told.append(paths)
        except Exception as error:
            self.ended = error

    def on_disk(self, path: str) -> dict[str, bytes]:
        """The files at and below a path, with what is in them."""
        found = {}
        for file in (self.root / path, *(self.root / path).rglob("*")):
            with suppress(OSError):
                if file.is_file():
                    found[name_in(self.root, file)] = file.read_bytes()
        return found

    def there(self) -> dict[str, bytes]:
        """All that is followed, as it is on disk."""
        found: dict[str, bytes] = {}
        for name in (*self.folders, *self.files):
            found |= self.on_disk(name)
        return found

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something that has to come about."""
        end = time.monotonic() + DEADLINE
        while not is_so():
            assert self.ended is None, self.ended
            assert time.monotonic() < end, f"not so after {DEADLINE} s; told: {self.told[-5:]}"
            time.sleep(0.005)

    def settle(self) -> None:
        """Wait until all that is there is known."""
        self.until(lambda: self.has == self.there())

    def stop(self) -> None:
        """End the thread, which goes on only when something is told."""
        self.stopped = True
        if self.thread.is_alive():
            for number in range(DEADLINE * 20):
                for name in self.folders:
                    write(self.root / name / f"end-{number}", "")
                self.thread.join(0.05)
                if not self.thread.is_alive():
                    return
            raise AssertionError("the thread goes on")


def is_below(path: str, folder: str) -> bool:
    """Whether a path is that folder, or below it."""
    return path == folder or path.startswith(folder + "/")


def write_plainly(file: Path) -> None:
    """As `echo > FILE`, and VS Code."""
    file.write_text("after\n")


def write_and_rename(file: Path) -> None:
    """As sed -i, git, and editors that save atomically."""
    beside = file.with_name(f"{file.name}.tmp.1234")
    beside.write_text("after\n")
    beside.replace(file)


def write_as_vim(file: Path) -> None:
    """A probe whether files can be made here, the old file as backup, the new one, a swap file all along."""
    swap = file.with_name(f".{file.name}.swp")
    swap.write_bytes(b"b0VIM")
    probe = file.with_name("4913")
    probe.touch()
    probe.unlink()
    backup = file.with_name(f"{file.name}~")
    file.rename(backup)
    file.write_text("after\n")
    backup.unlink()
    swap.unlink()


def write_as_emacs(file: Path) -> None:
    """A lock that is a link to nowhere, an automatic copy, and a backup that stays."""
    lock = file.with_name(f".#{file.name}")
    lock.symlink_to("somebody@somewhere.1234")
    copy = file.with_name(f"#{file.name}#")
    copy.write_text("half")
    file.rename(file.with_name(f"{file.name}~"))
    file.write_text("after\n")
    copy.unlink()
    lock.unlink()


def write_from_elsewhere(file: Path) -> None:
    """As a tool that writes to another folder of the same disk, and renames."""
    beside = file.parents[4] / "elsewhere"
    beside.write_text("after\n")
    beside.replace(file)


def write_in_place(file: Path) -> None:
    """As a tool that changes bytes in the middle, with the time of the file as it was."""
    before = file.stat()
    with file.open("r+b") as opened:
        opened.write(b"after\n")
        opened.truncate()
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


WAYS = [write_plainly, write_and_rename, write_as_vim, write_as_emacs, write_from_elsewhere, write_in_place]
