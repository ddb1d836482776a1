"""The server's side of a process that runs SQL: start it, ask it, and end it when it takes too long."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from readout.asked import wire

#: So many seconds beyond its time a process is given to say by itself that it was interrupted.
GRACE = 0.5
#: How often a process is looked at, in seconds.
LOOK = 0.05
#: Of the server's surroundings, what Python needs to start; no secrets.
KEPT = {"PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH"}


class Interrupted(Exception):
    """It took too long, or nobody waits for the answer any more."""


class Wrong(Exception):
    """The SQL does not run; what is wrong, in words for a visitor."""


class Process:
    """One process, which answers one question at a time. It starts with the first, and again after its end."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, command: wire.Message, is_over: Callable[[], bool]) -> Iterator[wire.Message]:
        """Send a command and give the messages of the answer. Raises Interrupted and Wrong.

        `is_over` is called from another thread all the while; when it says so, the process is killed.
        """
        process = self._running()
        done = threading.Event()
        alarm = threading.Thread(target=_watch, args=(process, is_over, done), daemon=True)
        alarm.start()
        whole = False
        try:
            for message in _exchange(process, command, is_over):
                whole = bool(message.keys() & {"end", "error", "interrupted"}) and not message.get("worn")
                if "error" in message:
                    whole = message["error"] != wire.TOO_MUCH_ROOM
                    raise Wrong(str(message["error"]))
                if "interrupted" in message:
                    raise Interrupted
                yield message
                if "end" in message:
                    return
        finally:
            done.set()
            if not whole:
                self.close()

    def close(self) -> None:
        """Kill it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "readout.asked.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_surroundings(),
                start_new_session=True,
            )  # fmt: skip
        return self._process


def _surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name in KEPT}


def _watch(process: subprocess.Popen[bytes], is_over: Callable[[], bool], done: threading.Event) -> None:
    while not done.wait(LOOK):
        if is_over():
            with suppress(OSError):
                process.kill()
            return


def _exchange(
    process: subprocess.Popen[bytes], command: wire.Message, is_over: Callable[[], bool]
) -> Iterator[wire.Message]:
    assert process.stdin and process.stdout
    try:
        wire.send(process.stdin, command)
        while True:
            yield wire.receive(process.stdout)
    except (wire.Broken, OSError) as error:
        if is_over():
            raise Interrupted from error
        raise Wrong(wire.TOO_MUCH_ROOM) from error


def over_at(seconds: float, left: threading.Event) -> Callable[[], bool]:
    """Says when a question of so many seconds is to be given up: after them, or when nobody waits any more."""
    deadline = time.monotonic() + seconds + GRACE
    return lambda: left.is_set() or time.monotonic() > deadline


def command(
    database: str, sql: str, parameters: Any, seconds: float, rows: int = 0, cells: int = 0, size: int = 0
) -> wire.Message:
    """A command: the database as SQLite's URI, and what the answer may cost; with no `rows` there is no bound."""
    return {
        "database": database, "sql": sql, "parameters": parameters, "seconds": seconds,
        "rows": rows, "cells": cells, "bytes": size,
    }  # fmt: skip
