"""A command of Readout that goes on until it is told to end, as a person runs it: in a pipe, or on a terminal."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from tests.conftest import ROOT, _as_a_person

#: Seconds after which what is waited for is taken not to come; machines may be slow.
DEADLINE = 60
CLEAR = "\x1b[2J\x1b[1;1H"
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def until(is_so: Callable[[], object], otherwise: Callable[[], str] = str) -> None:
    """Wait for something that has to come about; `otherwise` says what there was instead."""
    end = time.monotonic() + DEADLINE
    while not is_so():
        assert time.monotonic() < end, f"not so after {DEADLINE} s: {otherwise()}"
        time.sleep(0.01)


class Running:
    """A process, and what it said so far."""

    def __init__(self, process: subprocess.Popen[bytes], output: int, errors: Path, terminal: int | None) -> None:
        self.process, self.output, self.errors, self.terminal = process, output, errors, terminal
        self._said = b""
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        while True:
            try:
                more = os.read(self.output, 65536)
            except OSError:  # a terminal whose last process has ended
                return
            if not more:
                return
            self._said += more

    @property
    def said(self) -> str:
        """What was written to standard output."""
        return self._said.decode("utf-8", "replace").replace("\r\n", "\n")

    @property
    def complained(self) -> str:
        """What was written to standard error; on a terminal that is standard output, too."""
        return self.errors.read_text(encoding="utf-8")

    @property
    def screen(self) -> list[str]:
        """The lines that a terminal shows, without colours."""
        return STYLE.sub("", self.said.rpartition(CLEAR)[2]).removesuffix("\n").split("\n")

    @property
    def last(self) -> str:
        """The last line that was said."""
        return self.screen[-1]

    def until(self, is_so: Callable[[], object]) -> None:
        """Wait for something that has to come about while the process goes on."""

        def is_so_or_over() -> bool:
            return bool(is_so()) or self.process.poll() is not None

        until(is_so_or_over, lambda: self.said[-2000:] + self.complained[-2000:])
        assert is_so(), (self.process.poll(), self.said[-2000:], self.complained[-2000:])

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal (on a terminal, Ctrl-C is typed) and wait for the end; returns the exit code."""
        if self.terminal is not None and number == signal.SIGINT:
            os.write(self.terminal, b"\x03")
        else:
            self.process.send_signal(number)
        code = self.process.wait(DEADLINE)
        self._listener.join(DEADLINE)
        return code


@contextmanager
def running(
    project: Path, *arguments: str, size: tuple[int, int] | None = None, python: str = sys.executable, before: str = ""
) -> Iterator[Running]:
    """Run a command on a project; on a terminal of so many rows and columns, where a size is given.

    `before` are statements that change something in Readout first.
    """
    program = ["-c", f"{before}; from readout.cli import main; main()"] if before else ["-m", "readout"]
    command = [python, *program, "--project", str(project), *arguments]
    without = ("READOUT_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(without)}
    surroundings |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "TERM": "xterm"}
    errors = project.parent / "errors.log"
    mine, theirs = pty.openpty() if size else os.pipe()
    if size:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))

    def prepare() -> None:
        if size:
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)
        _as_a_person()

    with errors.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=project, env=surroundings, stdin=theirs if size else subprocess.DEVNULL, stdout=theirs,
            stderr=theirs if size else log, start_new_session=True, preexec_fn=prepare,
        )  # fmt: skip
    os.close(theirs)
    try:
        yield Running(process, mine, errors, mine if size else None)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(mine)
