"""A process that has Readout loaded, and runs each command in a fork of itself: as a new process, without its start.

`python forks.py` reads orders, a line of JSON each, and answers each with a line. An order may ask that the fork kill
itself (SIGKILL: nothing is cleaned up) just before its N-th deed to files; a deed is what Python's audit events tell
of opening to write, renaming, removing and the like, an fsync, or every so many statements of SQL.
"""

import io
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

STATEMENTS = 150
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
DEEDS = {"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "os.symlink"}


class Ended(NamedTuple):
    """How a command ended: its exit code (below zero: the signal that killed it), what it said, its deeds to files."""

    code: int
    said: str
    deeds: int


class Forks:
    """The process, from outside."""

    def __init__(self, root: Path, modules: tuple[str, ...]) -> None:
        around = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
        around.pop("READOUT_TEXTS", None)
        self._process = subprocess.Popen(
            [sys.executable, __file__, *modules], env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, project: Path, *arguments: str, kill: int = 0, largest: int | None = None) -> Ended:
        """Run a command on a project; `kill` at which deed (0: never), `largest` file in bytes that may be written."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"project": str(project), "arguments": arguments, "kill": kill, "largest": largest}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Ended(*json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End it."""
        self._process.communicate()


@contextmanager
def forks(root: Path, *modules: str) -> Iterator[Forks]:
    """Such a process, with some of Readout's modules loaded."""
    made = Forks(root, modules)
    try:
        yield made
    finally:
        made.close()


# ── Inside


class Deeds:
    """Counts the deeds of this process to the files of a folder, and kills it before one of them."""

    def __init__(self, folder: str, kill: int) -> None:
        self.folder, self.kill = folder, kill
        self.count = self.statements = 0

    def begin(self) -> None:
        """From now on."""
        sync, connect = os.fsync, sqlite3.connect

        def counted(descriptor: int) -> None:
            self.deed()
            sync(descriptor)

        def traced(*given: Any, **named: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*given, **named)
            connection.set_trace_callback(self.stated)
            return connection

        os.fsync = counted  # type: ignore[assignment]
        sqlite3.connect = traced  # type: ignore[assignment]
        sys.addaudithook(self.heard)

    def heard(self, event: str, values: tuple[Any, ...]) -> None:
        """What Python tells of."""
        if (event in DEEDS or (event == "open" and (values[2] or 0) & WRITING)) and self.is_inside(values[0]):
            self.deed()

    def is_inside(self, path: Any) -> bool:
        """Whether a path is the folder's."""
        return isinstance(path, str | bytes | os.PathLike) and os.fsdecode(path).startswith(self.folder)

    def stated(self, statement: str) -> None:
        """A statement of SQL is run."""
        self.statements += 1
        if self.statements % STATEMENTS == 0:
            self.deed()

    def deed(self) -> None:
        """One more."""
        self.count += 1
        if self.count == self.kill:
            os.kill(os.getpid(), signal.SIGKILL)


def act(order: dict[str, Any], answer: int) -> None:
    """Run a command in this fork, and write what it said and how many deeds it did."""
    said = io.StringIO()
    sys.argv = ["readout", "--project", order["project"], *order["arguments"]]
    if order["largest"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest"], order["largest"]))
    os.chdir(order["project"])
    deeds = Deeds(order["project"], order["kill"])
    code = 0
    with redirect_stdout(said), redirect_stderr(said):
        try:
            deeds.begin()
            import_module("readout.cli").main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        except BaseException:
            traceback.print_exc()
            code = 99
    os.write(answer, json.dumps([said.getvalue()[-20_000:], deeds.count]).encode())
    os._exit(code)


def main() -> None:
    """Answer orders until there are no more."""
    for module in sys.argv[1:]:
        import_module(module)
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            act(json.loads(line), writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said, count = json.loads(told) if told else ("", 0)
        print(json.dumps([code, said, count]), flush=True)


if __name__ == "__main__":
    main()
