"""Where a statement runs: ours on a connection in a thread, a visitor's in a process of its own."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from readout.asked.process import Process, command
from readout.web.cells import sentence
from readout.web.guard.away import uri
from readout.web.section import Site

STEPS = 1000
TOO_LONG = "it took too long and was stopped"
#: What a statement can raise: a wrong name, two statements, a NUL, a number out of range.
WRONG = (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError)

Lines = Iterator[list[Any] | tuple[Any, ...]]


class Here:
    """Runs statements on a connection of its own, so that Datasette's stay free; `is_over` ends what runs."""

    def __init__(self, site: Site, is_over: Callable[[], bool]) -> None:
        self._site, self._is_over = site, is_over
        self._connection: sqlite3.Connection | None = None

    def run(self, sql: str, parameters: Mapping[str, Any]) -> tuple[list[str], Lines]:
        """The names of the columns, and the rows as they are found. Raises one of WRONG."""
        cursor = self._connected().execute(sql, parameters)
        return [column[0] for column in cursor.description or []], cursor

    def one(self, sql: str, key: Any) -> Any:
        """The first cell that a statement with the parameter `key` finds, or None."""
        found = self._connected().execute(sql, {"key": key}).fetchone()
        return found[0] if found else None

    def close(self) -> None:
        """Close the connection."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        connection.close()
        for kept in ("_all_file_connections", "_all_connections"):  # Datasette's list of what it has opened
            with suppress(AttributeError, ValueError):
                getattr(self._site.database, kept).remove(connection)

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            database = self._site.database
            self._connection = database.connect()
            self._site.datasette._prepare_connection(self._connection, database.name)
            self._connection.row_factory = None
            self._connection.set_progress_handler(self._is_over, STEPS)
        return self._connection


class Away(Here):
    """Runs one statement in a process, which a hostile one can't leave and which is killed when it is over.

    `seconds` of a processor it may take in all. Labels are ours, and looked up here.
    """

    def __init__(self, site: Site, is_over: Callable[[], bool], seconds: float) -> None:
        super().__init__(site, is_over)
        self._seconds, self._process = seconds, Process()

    def run(self, sql: str, parameters: Mapping[str, Any]) -> tuple[list[str], Lines]:
        """The names of the columns, and the rows as they are found. Raises Interrupted and Wrong."""
        asked = command(uri(self._site.database), sql, dict(parameters), self._seconds)
        messages = self._process.ask(asked, self._is_over)
        columns = next(messages)["columns"]
        return columns, (row for message in messages for row in message.get("rows", ()))

    def close(self) -> None:
        """Kill the process."""
        self._process.close()
        super().close()


def wrong(error: Exception) -> str:
    """Why rows end, in words."""
    said = str(error)
    return TOO_LONG if said in ("", "interrupted") else sentence(said).rstrip(".")
