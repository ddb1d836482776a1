"""Threads by the kind of request: slow questions wait for one another, not pages for them."""

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from readout.web.guard.kinds import Kind

#: Threads for questions; those for pages are Datasette's own (num_sql_threads).
QUESTIONS = 3


@dataclass(frozen=True)
class Errand:
    """What is done for one request: its kind, the cells that its answer may have, and whether nobody waits any more."""

    kind: Kind
    cells: int
    left: Event = field(default_factory=Event)


#: The errand on which the present task is.
ERRAND: ContextVar[Errand | None] = ContextVar("readout_errand", default=None)


class Lanes(Executor):
    """Takes work for Datasette's threads, and gives that of questions to threads of their own."""

    def __init__(self, pages: Executor) -> None:
        self._pages = pages
        self._questions = ThreadPoolExecutor(QUESTIONS, thread_name_prefix="questions")

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a function in a thread of the lane of the present errand."""
        errand = ERRAND.get()
        slow = errand is not None and errand.kind in (Kind.ASKED, Kind.SQL)
        return (self._questions if slow else self._pages).submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all threads."""
        for lane in (self._pages, self._questions):
            lane.shutdown(wait, cancel_futures=cancel_futures)


def separate(datasette: Any) -> None:
    """Give a Datasette lanes, once; one without threads stays as it is."""
    if datasette.executor is not None and not isinstance(datasette.executor, Lanes):
        datasette.executor = Lanes(datasette.executor)
