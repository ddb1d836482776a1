"""The progress bar: on a terminal, after a while, with its rate; nowhere else."""

import io
import sys
import time
from collections.abc import Callable

import pytest

from readout.commands.progress import progress


class Terminal(io.StringIO):
    """A terminal, as far as a program asks."""

    def isatty(self) -> bool:
        """It says so."""
        return True


def clock(times: list[float]) -> Callable[[], float]:
    """A clock that shows these seconds, one after another, and then the last."""
    return lambda: times.pop(0) if len(times) > 1 else times[0]


def told(stream: io.StringIO, patch: pytest.MonkeyPatch, seconds: list[float]) -> str:
    """What is written to standard error while 300 rows are read in three steps."""
    patch.setattr(sys, "stderr", stream)
    patch.setattr(time, "monotonic", clock(seconds))
    with progress("csv", 300) as step:
        for _ in range(3):
            step(100)
    return stream.getvalue()


def test_a_long_run_on_a_terminal_is_shown_with_its_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was done before the bar came counts too."""
    shown = told(Terminal(), monkeypatch, [0.0, 0.5, 1.5, 3.0])
    assert "csv" in shown
    assert "100 rows/s" in shown
    assert "100%" in shown


def test_what_is_done_within_a_second_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar that flashes up tells nobody anything."""
    assert told(Terminal(), monkeypatch, [0.0, 0.2, 0.5, 0.9]) == ""


def test_nothing_is_shown_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes."""
    assert told(io.StringIO(), monkeypatch, [0.0, 5.0, 10.0, 20.0]) == ""
