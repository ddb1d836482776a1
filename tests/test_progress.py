"""A bar is seen by a person who waits, by nobody else, and never stays behind."""

import io
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr

import click
import pytest

from readout.commands import progress as module
from readout.commands.progress import clock, progress
from readout.commands.say import quiet_option

COLUMNS = 100


class Terminal:
    """A pseudo-terminal in place of standard error, and what was written to it."""

    def __init__(self) -> None:
        self.master, slave = pty.openpty()
        self.stream = open(slave, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # closed by the fixture

    def said(self) -> str:
        """All that was written since the last time."""
        self.stream.flush()
        os.write(self.stream.fileno(), b"\x04")
        said = b""
        while not said.endswith(b"\x04"):
            said += os.read(self.master, 65536)
        return said[:-1].decode()

    def left(self) -> str:
        """What a person sees in the line in the end."""
        line = ""
        for written in self.said().split("\r"):
            line = written + line[len(written) :]
        return line.rstrip()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """A terminal of 100 columns."""
    made = Terminal()
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    yield made
    made.stream.close()
    os.close(made.master)


@contextmanager
def shown(terminal: Terminal, label: str, total: int, unit: str = "rows") -> Iterator[Callable[[int], None]]:
    """A bar on a terminal."""
    with redirect_stderr(terminal.stream), progress(label, total, unit) as step:
        yield step


class Watch:
    """A clock that stands still until it is told."""

    now = 100.0

    def monotonic(self) -> float:
        """The seconds now."""
        return self.now


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """The clock by which a bar tells rate and time left."""
    made = Watch()
    monkeypatch.setattr(module, "time", made)
    return made


def test_a_bar_shows_the_share_the_rate_and_the_time_left(terminal: Terminal, watch: Watch) -> None:
    """After two seconds a quarter is done: 500 a second, six seconds to go."""
    with shown(terminal, "reading", 4000, "files") as step:
        watch.now += 2
        step(1000)
        line = terminal.said()
    assert line.strip() == f"reading  [{'#' * 7}{'-' * 23}]   25%  500 files/s  0:06 left"
    assert terminal.left() == ""


def test_nothing_is_shown_within_the_first_second(terminal: Terminal, watch: Watch) -> None:
    """What is soon over needs no bar, and leaves no trace."""
    with shown(terminal, "reading", 10) as step:
        watch.now += 0.9
        step(10)
    assert terminal.said() == ""


def test_a_bar_is_drawn_ten_times_a_second_at_the_most(terminal: Terminal, watch: Watch) -> None:
    """However many steps there are."""
    with shown(terminal, "reading", 100_000) as step:
        watch.now += 2
        for _ in range(1000):
            step(1)
            watch.now += 0.001
    assert terminal.said().count("reading") == 10


def test_a_bar_never_takes_a_second_line(terminal: Terminal, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a narrow terminal it is cut: what is broken into two lines could not be taken away."""
    monkeypatch.setenv("COLUMNS", "30")
    with shown(terminal, "importing", 100) as step:
        watch.now += 2
        step(50)
    assert max(len(line) for line in re.split("[\r\n]", terminal.said())) == 29


def test_more_steps_than_were_expected_are_a_full_bar(terminal: Terminal, watch: Watch) -> None:
    """Totals may be estimates; nor does a total of nothing divide anything."""
    for total in (10, 0):
        with shown(terminal, "freeze", total, "files") as step:
            watch.now += 2
            step(20)
            line = terminal.said()
            assert "100%" in line
            assert "#" * 30 in line


@pytest.mark.parametrize("ending", [KeyboardInterrupt, ValueError])
def test_a_bar_is_taken_away_however_the_work_ends(
    terminal: Terminal, watch: Watch, ending: type[BaseException]
) -> None:
    """With Ctrl-C, or with an error, which goes on to whom it concerns."""
    with pytest.raises(ending), shown(terminal, "reading", 100) as step:
        watch.now += 2
        step(50)
        assert "reading" in terminal.said()
        raise ending
    assert terminal.left() == ""


def test_nothing_is_shown_in_a_pipe(watch: Watch) -> None:
    """Programs read standard error too."""
    piped = io.StringIO()
    with redirect_stderr(piped), progress("reading", 100) as step:
        watch.now += 2
        step(50)
    assert piped.getvalue() == ""


def test_nothing_is_shown_with_quiet(terminal: Terminal, watch: Watch) -> None:
    """`--quiet` prints problems and nothing else."""

    @click.command()
    @quiet_option
    def work() -> None:
        with shown(terminal, "reading", 100) as step:
            watch.now += 2
            step(50)

    work(["--quiet"], standalone_mode=False)
    assert terminal.said() == ""
    work([], standalone_mode=False)
    assert "reading" in terminal.said()


def test_ctrl_c_in_a_terminal_takes_the_bar_away() -> None:
    """A process of its own that gets the signal while its bar is shown."""
    work = """
import time
from readout.commands import progress as module
module.PATIENCE = 0
try:
    with module.progress("reading", 100) as step:
        while True:
            step(1)
            time.sleep(0.02)
except KeyboardInterrupt:
    print("whole", flush=True)
"""
    master, slave = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", work], stdout=subprocess.PIPE, stderr=slave)
    said = b""
    while b"left" not in said:
        said += os.read(master, 65536)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    os.write(slave, b"\x04")  # behind all that the process wrote
    while not said.endswith(b"\x04"):
        said += os.read(master, 65536)
    said = said[:-1]
    for end in (master, slave):
        os.close(end)
    assert out.strip() == b"whole"
    assert said.endswith(b"\r") and not said.split(b"\r")[-2].strip()


@pytest.mark.parametrize(("seconds", "said"), [(0.4, "0:00"), (7, "0:07"), (75, "1:15"), (3723, "1:02:03")])
def test_time_left_is_written_as_a_clock_does(seconds: float, said: str) -> None:
    """Minutes and seconds, and hours where there are any."""
    assert clock(seconds) == said
