"""A progress bar with its rate and the time left, for what takes longer than a second and is seen by a person."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from readout.commands.say import is_quiet

#: Seconds before a bar is worth showing, and between two states of it.
PATIENCE, EVERY = 1.0, 0.1
#: In characters, of the bar itself.
WIDTH = 30


@contextmanager
def progress(label: str, total: int, unit: str = "rows") -> Iterator[Callable[[int], None]]:
    """Count steps of some work, and show a bar on standard error where that is a terminal, but not with --quiet.

    Takes what is done, how many steps there are in all, and what a step is. Gives a function to be called with
    the number of steps that were done since. However the work ends, the bar is taken away.
    """
    if is_quiet() or not sys.stderr.isatty():
        yield lambda count: None
        return
    bar = _Bar(label, total, unit)
    try:
        yield bar.step
    finally:
        bar.show("")


class _Bar:
    def __init__(self, label: str, total: int, unit: str) -> None:
        self.label, self.total, self.unit = label, total, unit
        self.begun = time.monotonic()
        self.next = self.begun + PATIENCE
        self.done = self.shown = 0

    def step(self, count: int) -> None:
        """So many steps more are done."""
        self.done += count
        now = time.monotonic()
        if now >= self.next:
            self.next = now + EVERY
            self.show(self._line(now - self.begun))

    def _line(self, seconds: float) -> str:
        done = min(self.done, self.total)  # the total may be an estimate
        share = done / self.total if self.total else 1.0
        filled = int(share * WIDTH)
        left = f"{clock(seconds * (self.total - done) / done)} left" if done else ""
        bar = "#" * filled + "-" * (WIDTH - filled)
        return f"{self.label}  [{bar}]  {share:4.0%}  {self.done / seconds:,.0f} {self.unit}/s  {left}"

    def show(self, line: str) -> None:
        """Put a line in place of the one that is shown; nothing where neither has any words."""
        line = line[: shutil.get_terminal_size().columns - 1]  # one that is broken could not be taken away
        before, self.shown = self.shown, max(self.shown, len(line))  # known before it is there: Ctrl-C may come between
        if self.shown:
            click.echo(f"\r{line.ljust(before)}" + ("" if line else "\r"), nl=False, err=True)
        self.shown = len(line)


def clock(seconds: float) -> str:
    """A stretch of time as hours, minutes and seconds, such as 0:07 or 1:02:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
