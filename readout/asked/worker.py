"""The process that runs what visitors ask: `python -m readout.asked.worker`, commands on its standard input.

A command names the database, the SQL, its parameters and what the answer may cost; the answer is one message
with the columns, some with rows, and one with the end of it or what was wrong. It ends with its standard input.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from readout.asked import wire
from readout.asked.functions import add_functions
from readout.asked.limits import LONGEST_VALUE, restrict

try:
    import resource
except ImportError:  # a machine without them: the server's own limits remain
    resource = None  # type: ignore[assignment]

#: Of this process, in bytes: its memory, and each file for sorting.
MEMORY, FILE = 128_000_000, 64_000_000
FILES = 24
#: With so much memory still held after an answer, another process starts clean.
WORN = 60_000_000
#: Steps of SQLite between two looks at the clock, rows and bytes of a message.
STEPS, BATCH, BATCH_BYTES = 200, 200, 65_536
#: Seconds of computing for one command, after which the machine itself ends the process.
COMPUTING = 5
#: The server's own work goes first.
POLITE = 10


class Blank(dict[str, Any]):
    """Parameters by name; one that is not given is empty text, as on Datasette's pages."""

    def __missing__(self, name: str) -> str:
        return ""


def main() -> None:
    """Answer commands until there are no more."""
    _confine()
    commands, answers = sys.stdin.buffer, sys.stdout.buffer
    known: dict[str, sqlite3.Connection] = {}
    with suppress(wire.Broken, OSError):
        while True:
            command = wire.receive(commands)
            _allow_computing(float(command["seconds"]))
            try:
                _answer(command, known, answers)
            except MemoryError:
                wire.send(answers, {"error": wire.TOO_MUCH_ROOM})
                return


def _confine() -> None:
    if hasattr(os, "nice"):
        os.nice(POLITE)
    if resource is None:
        return
    for name, most in (("AS", MEMORY), ("FSIZE", FILE), ("NOFILE", FILES), ("CORE", 0)):
        limit = getattr(resource, f"RLIMIT_{name}", None)
        if limit is not None:
            with suppress(ValueError, OSError):  # macOS knows no limit of memory
                resource.setrlimit(limit, (most, most))


def _allow_computing(seconds: float) -> None:
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + seconds) + COMPUTING
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _worn() -> bool:
    """Whether it holds so much memory that another process had better take its place."""
    with suppress(OSError, ValueError, IndexError, AttributeError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") > WORN
    return False


def _answer(command: wire.Message, known: dict[str, sqlite3.Connection], answers: BinaryIO) -> None:
    try:
        connection = _connection(known, command["database"])
        clock = time.monotonic if command["rows"] else time.process_time  # all rows: as slowly as they are taken
        deadline = clock() + float(command["seconds"])
        connection.set_progress_handler(lambda: clock() > deadline, STEPS)
        given = command["parameters"]
        cursor = connection.execute(command["sql"], Blank(given) if isinstance(given, dict) else given)
        wire.send(answers, {"columns": [column[0] for column in cursor.description or ()]})
        for message in _batches(cursor, command):
            wire.send(answers, message)
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        wire.send(answers, {"interrupted": True} if str(error) == "interrupted" else {"error": said(error)})


def _connection(known: dict[str, sqlite3.Connection], uri: str) -> sqlite3.Connection:
    if uri not in known:
        for other in known.values():
            other.close()
        known.clear()
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        connection.text_factory = lambda given: str(given, "utf-8", "replace")
        add_functions(connection)
        restrict(connection)
        known[uri] = connection
    return known[uri]


def _batches(cursor: sqlite3.Cursor, command: wire.Message) -> Iterator[wire.Message]:
    """The rows in batches, and the end: whether there would be more."""
    rows: list[Any] = []
    weight = total = 0
    for count, row in enumerate(cursor, start=1):
        cost = sum(len(cell) if isinstance(cell, str | bytes) else 8 for cell in row)
        total += cost
        if command["rows"] and (count > command["rows"] or _too_much(command, total, count * len(row))):
            yield {"rows": rows}
            yield {"end": True, "truncated": True, "worn": _worn()}
            return
        rows.append(row)
        weight += cost
        if len(rows) >= BATCH or weight > BATCH_BYTES:
            yield {"rows": rows}
            rows, weight = [], 0
    yield {"rows": rows}
    yield {"end": True, "truncated": False, "worn": _worn()}


def _too_much(command: wire.Message, total: int, cells: int) -> bool:
    return bool(total > command["bytes"] or cells > command["cells"])


def said(error: Exception) -> str:
    """What SQLite says, in words that a visitor can do something with."""
    text = str(error)
    if text.startswith("not authorized to use function: "):
        return f"The function {text.rpartition(' ')[2]} is not available here"
    if text in ("not authorized", "authorization denied") or "prohibited" in text:
        return "Only SELECT on the published tables is allowed here"
    if text == "string or blob too big":
        return f"A value grew longer than {LONGEST_VALUE:,} bytes, the most that is allowed here"
    if text in ("out of memory", "database or disk is full", "disk I/O error"):
        return wire.TOO_MUCH_ROOM
    return text


if __name__ == "__main__":
    main()
