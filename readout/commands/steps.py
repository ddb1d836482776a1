"""The progress of work that has several parts, each with a bar of its own."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from readout.commands.progress import progress
from readout.step import Step


@contextmanager
def steps(unit: str = "files") -> Iterator[Step]:
    """A function to be called with what is being done, how much of it has been, and how much there is in all."""
    with ExitStack() as shown:
        bars = _Bars(shown, unit)
        yield bars.step


class _Bars:
    def __init__(self, shown: ExitStack, unit: str) -> None:
        self.shown, self.unit = shown, unit
        self.what = ""
        self.done = 0

    def step(self, what: str, done: int, total: int) -> None:
        if what != self.what:
            self.shown.close()
            self.what, self.done = what, 0
            self.count = self.shown.enter_context(progress(what, total, self.unit))
        self.count(done - self.done)
        self.done = done
