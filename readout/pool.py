"""Work shared among processes: what comes of it comes in the order in which it was given out."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from errno import ECHILD
from itertools import islice
from typing import Any, TypeVar

from readout.files import Unwritable

Given = TypeVar("Given")
Made = TypeVar("Made")
Each = TypeVar("Each")
#: Tasks a process that are given out before they are needed.
AHEAD = 2
#: The system's number for "send me this signal when my parent ends" (Linux).
PARENT_DEATH = 1

_working: Callable[[Any], Any] | None = None


class Died(Unwritable):
    """A process that was to do some of the work ended, or was ended."""

    def __init__(self) -> None:
        super().__init__(
            ECHILD,
            "a process that did some of the work was killed, perhaps because memory ran out; nothing was changed: "
            "run it again, with --jobs 1 if need be",
        )


def cores() -> int:
    """How many processes can work at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def some_of(each: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """So many at a time, and what is left."""
    left = iter(each)
    while some := list(islice(left, size)):
        yield some


def in_order(
    make: Callable[[Any], Callable[[Given], Made]], order: Any, tasks: Iterable[Given], jobs: int
) -> Iterator[Made]:
    """What comes of each task, in their order; with one job in this process, else in as many of their own.

    Takes a function at the top of a module that makes of the order what does a task. No more than a few tasks a
    process are under way at a time. Raises Died, and what a task raises; then no process is left.
    """
    if jobs == 1:
        yield from map(make(order), tasks)
        return
    pool = ProcessPoolExecutor(jobs, _context(), _begin, (make, order, os.getpid()))
    waiting: deque[Future[Made]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(_do, task))
            if len(waiting) > AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise Died from None
    finally:
        for process in list((pool._processes or {}).values()) if waiting else ():
            process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


def _context() -> Any:
    """Copies of this process where that is safe, which costs least; else new ones."""
    return multiprocessing.get_context("fork" if can_fork() else "spawn")


def can_fork() -> bool:
    """Whether other processes can be copies of this one, and so be there at once."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def _begin(make: Callable[[Any], Callable[[Any], Any]], order: Any, parent: int) -> None:
    global _working
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is told to the parent, which ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PARENT_DEATH, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before that was said
            os._exit(1)
    _working = make(order)


def _do(task: Any) -> Any:
    assert _working is not None
    return _working(task)
