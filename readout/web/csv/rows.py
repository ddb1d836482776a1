"""The rows of a statement as pieces of CSV, made one after another as they are asked for.

Everything here runs in a thread of readout.web.csv.answer, but for `stop`.
"""

import csv
import io
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from readout.asked.process import GRACE, Interrupted, Wrong
from readout.spreadsheet import harmless, harmless_cell
from readout.web.csv.asked import Asked
from readout.web.csv.runs import TOO_LONG, WRONG, Away, Here, wrong
from readout.web.csv.source import Source
from readout.web.section import Site

#: A piece is sent when it has so many characters, or has taken so many seconds.
PIECE, PATIENCE = 64 * 1024, 0.1
#: A table or view may take as long as it has rows; SQL may work (in seconds of a processor)
#: for so many times the limit of one page.
LIMITS_OF_SQL = 20
#: A table may have to be sorted before its first row; SQL has no more time for a row than for a page.
LIMITS_OF_A_TABLE = 10
KNOWN_LABELS = 10_000
BOM = "\ufeff"


@dataclass(frozen=True)
class Piece:
    """A piece of the file; `done` says that no other follows, `failed` why the rows end too early."""

    content: bytes
    done: bool = False
    failed: str = ""


class Rows:
    """Reads a source piece by piece; `limit` is Datasette's time limit, in seconds."""

    def __init__(self, site: Site, source: Source, options: Asked, limit: float, compressed: bool) -> None:
        self._source, self._options, self._lock = source, options, threading.Lock()
        self._limit = limit * LIMITS_OF_A_TABLE if source.whole else limit
        self._left = float("inf") if source.whole else limit * LIMITS_OF_SQL
        self._deadline = float("inf")
        self._run = Away(site, self._is_over, self._left) if source.worded else Here(site, self._is_over)
        self._packer = zlib.compressobj(6, zlib.DEFLATED, 31) if compressed else None
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text)
        self._lines: Iterator[list[Any]] | None = None
        self._width = 1
        self.count, self.stopped, self._late = 0, False, False

    def stop(self) -> None:
        """End what runs, from any thread."""
        self.stopped = True

    def close(self) -> None:
        """Give back what it runs on, once nothing runs any more."""
        self.stopped = True
        with self._lock:
            self._run.close()

    def piece(self) -> Piece:
        """The next piece; a failure is told in its last line, which has one cell too many."""
        with self._lock:
            started, worked = time.monotonic(), time.thread_time()
            starting = GRACE if self._source.worded and self._lines is None else 0
            self._deadline = started + min(self._limit, self._left) + starting
            try:
                done, failed = self._read(started + PATIENCE), ""
            except (*WRONG, Interrupted, Wrong) as error:
                done, failed = True, TOO_LONG if self._late else wrong(error)
            self._deadline = float("inf")
            self._left -= time.thread_time() - worked
            if failed and self._lines is not None:
                filling = [""] * (self._width - 1)
                self._writer.writerow([f"INCOMPLETE: {failed} after {self.count:,} rows", *filling, "INCOMPLETE"])
            return Piece(self._taken(done), done, failed)

    def _read(self, until: float) -> bool:
        """Write rows until there is a piece of them; whether they are at an end."""
        if self._lines is None:
            self._lines = self._open()
        for line in self._lines:
            self._writer.writerow(line)
            self.count += 1
            if self._text.tell() > PIECE or time.monotonic() > until:
                return False
        return True

    def _taken(self, done: bool) -> bytes:
        content = self._text.getvalue().encode("utf-8", "replace")
        self._text.seek(0)
        self._text.truncate()
        if self._packer is None:
            return content
        return self._packer.compress(content) + (self._packer.flush() if done else b"")

    def _open(self) -> Iterator[list[Any]]:
        """Start the statement; writes the head and gives the lines."""
        names, rows = self._run.run(self._source.sql, self._source.parameters)
        labels = {label.column: label.sql for label in self._source.labels}
        head = [part for name in names for part in ((name, f"{name}_label") if name in labels else (name,))]
        self._width = len(head)
        if self._options.bom:
            self._text.write(BOM)
        if self._options.header:
            self._writer.writerow(head if self._options.raw else map(harmless, head))
        shown = literal if self._options.raw else _harmless
        finders = [self._finder(labels[name]) if name in labels else None for name in names]
        if any(finders):
            return (list(map(shown, _labelled(row, finders))) for row in rows)
        return (list(map(shown, row)) for row in rows)

    def _finder(self, sql: str | None) -> Callable[[Any], Any]:
        """A function from a reference to the label of what it refers to; those met last are remembered."""

        @lru_cache(KNOWN_LABELS)
        def find(key: Any) -> Any:
            return self._run.one(sql, key) if sql and key is not None else None

        return find

    def _is_over(self) -> bool:
        self._late = self._late or time.monotonic() > self._deadline  # said once, it is so, for whoever asks then
        return self.stopped or self._late


def _labelled(row: Sequence[Any], finders: Sequence[Callable[[Any], Any] | None]) -> Iterator[Any]:
    for value, find in zip(row, finders, strict=True):
        yield value
        if find:
            yield find(value)


def literal(value: Any) -> Any:
    """A value as it stands in a CSV: bytes as SQLite writes them, X'53514C'."""
    return f"X'{value.hex().upper()}'" if type(value) is bytes else value


def _harmless(value: Any) -> Any:
    return harmless(value) if type(value) is str else harmless_cell(literal(value))
