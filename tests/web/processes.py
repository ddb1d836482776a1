"""What a server and the processes that it started take, as Linux tells it."""

import os
from contextlib import suppress
from pathlib import Path


def are_told() -> bool:
    """Whether this system tells what a process does."""
    return Path("/proc/self/statm").exists()


def children(process: int) -> list[int]:
    """The processes that a process has started.

    Left out is one that is about to become another program: until then it stands for its parent a second time, with all
    of its parent's memory.
    """
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, task.read_text().split())
    return [child for child in found if _command(child) != _command(process)]


def memory(process: int) -> int:
    """The memory of a process and of those that it has started, in bytes."""
    return sum(map(_resident, [process, *children(process)]))


def _command(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def _resident(process: int) -> int:
    with suppress(OSError, IndexError, ValueError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0
