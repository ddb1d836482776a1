"""An export takes its place as a whole or not at all."""

import ctypes
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: From linux/fcntl.h and linux/fs.h: paths count from the working directory; two paths change places.
AT_FDCWD, RENAME_EXCHANGE = -100, 2
BESIDE = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)(\.old)?")


class Foreign(Exception):
    """The place of an export holds files that no export put there; says which."""


@contextmanager
def in_place_of(target: Path, may_replace: bool) -> Iterator[Path]:
    """A new empty folder beside `target` that takes its place when the block ends well.

    Until then, and if it fails, what was there stays. Without `may_replace`, a folder with files that the new one
    does not have is left alone. Raises Foreign and OSError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    beside.mkdir()
    try:
        yield beside
        if target.exists() and not may_replace:
            _spare(target, beside)
        _keep(beside)
        _swap(beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def sweep(target: Path) -> None:
    """Remove what exports to the same place left behind whose processes were killed."""
    for found in target.parent.glob(f".{target.name}.*"):
        match = BESIDE.fullmatch(found.name)
        if match and match["name"] == target.name and not _runs(int(match["process"])):
            if found.name.endswith(".old") and not target.exists():
                found.rename(target)  # killed between two renames: the old export is still the one
            else:
                shutil.rmtree(found, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return process != os.getpid()


def _spare(target: Path, beside: Path) -> None:
    if not target.is_dir() or target.is_symlink():
        raise Foreign(f"{target} is there and is no folder")
    strange = sorted(
        path
        for found in target.rglob("*")
        if found.is_file() and not (beside / (path := found.relative_to(target))).exists()
    )
    if strange:
        raise Foreign(f"{target} holds what no such export has ({strange[0]})")


def _keep(folder: Path) -> None:
    """Let all that was written reach the disk before it takes its place."""
    for found in (folder, *folder.rglob("*")):
        opened = os.open(found, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _swap(beside: Path, target: Path) -> None:
    if not target.exists():
        beside.rename(target)
        return
    if _exchange(beside, target):
        return
    old = beside.with_name(f"{beside.name}.old")  # other systems: two renames, and `sweep` ends what was broken off
    target.rename(old)
    beside.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system can't."""
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    ended: int = exchange(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return ended == 0
