"""A progress bar with its rate, for what takes longer than a second and is seen by a person."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click

#: Seconds before a bar is worth showing.
PATIENCE = 1.0


@contextmanager
def progress(label: str, total: int, unit: str = "rows") -> Iterator[Callable[[int], None]]:
    """Count steps of some work, and show a bar on standard error where that is a terminal.

    Takes what is done, how many steps there are in all, and what a step is. Gives a function to be called with
    the number of steps that were done since.
    """
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    with ExitStack() as shown:
        yield _Bar(label, total, unit, shown).step


class _Bar:
    def __init__(self, label: str, total: int, unit: str, shown: ExitStack) -> None:
        self.label, self.total, self.unit, self.shown = label, total, unit, shown
        self.begun = time.monotonic()
        self.done = 0
        self.bar: Any = None

    def step(self, count: int) -> None:
        self.done += count
        seconds = time.monotonic() - self.begun
        if seconds < PATIENCE:
            return
        if self.bar is None:
            self.bar = self.shown.enter_context(
                click.progressbar(length=self.total, label=self.label, file=sys.stderr, item_show_func=str)
            )
            count = self.done
        self.bar.update(count, f"{self.done / seconds:,.0f} {self.unit}/s")
