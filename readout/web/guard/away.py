"""SQL that a visitor words leaves the server's process: Datasette's `Database.execute` sends it to readout.asked."""

import asyncio
import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any
from urllib.parse import quote

from datasette.database import QueryInterrupted, Results

from readout.asked.process import Interrupted, Process, Wrong, command, over_at
from readout.asked.wire import Message
from readout.web.guard.kinds import Kind
from readout.web.guard.lanes import ERRAND, Errand

#: So many statements of visitors run at once.
PROCESSES = 3
#: What one answer may hold, in bytes of text.
LARGEST = 4_000_000
#: The most rows where all are wanted, as Datasette wants those of its own small statements.
ALL = 100_000

_threads = ThreadPoolExecutor(PROCESSES, thread_name_prefix="asked")
_free: "SimpleQueue[Process]" = SimpleQueue()
for _ in range(PROCESSES):
    _free.put(Process())


class Row(tuple[Any, ...]):
    """A row as sqlite3.Row is one: cells by number or by name."""

    columns: tuple[str, ...] = ()
    names: Mapping[str, int] = {}

    def __getitem__(self, key: Any) -> Any:
        return tuple.__getitem__(self, self.names[key.lower()] if isinstance(key, str) else key)

    def keys(self) -> list[str]:
        """The names of the columns."""
        return list(self.columns)


def send_away(datasette: Any, database: Any) -> None:
    """Let a database of a Datasette run what visitors word elsewhere; once is enough."""
    inside = database.execute
    if database.path is None:
        return

    async def execute(
        sql: str, params: Any = None, truncate: bool = False, custom_time_limit: int | None = None,
        page_size: int | None = None, log_sql_errors: bool = True,
    ) -> Any:  # fmt: skip
        errand = ERRAND.get()
        own = sql.lstrip()[:6].lower() == "pragma"  # visitors have no way to ask for one
        if errand is None or errand.kind is not Kind.SQL or own:
            return await inside(sql, params, truncate, custom_time_limit, page_size, log_sql_errors)
        limit = min(custom_time_limit or datasette.sql_time_limit_ms, datasette.sql_time_limit_ms) / 1000
        most = datasette.max_returned_rows if truncate else ALL
        most += 1 if most == (page_size or datasette.page_size) else 0
        asked = command(uri(database), sql, _plain(params), limit, most, errand.cells, LARGEST)
        return await _results(asked, sql, params, errand, truncate)

    database.execute = execute


async def _results(asked: Message, sql: str, params: Any, errand: Errand, truncate: bool) -> Any:
    try:
        messages = await asyncio.get_running_loop().run_in_executor(_threads, _ask, asked, errand)
    except Interrupted as error:
        raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, params) from error
    except Wrong as error:
        raise sqlite3.OperationalError(str(error)) from None
    columns = tuple(messages[0]["columns"])
    kind = type("Row", (Row,), {"columns": columns, "names": {name.lower(): at for at, name in enumerate(columns)}})
    rows = [kind(row) for message in messages[1:] for row in message.get("rows", ())]
    truncated = messages[-1]["truncated"]
    if truncated and not (truncate and rows):
        raise sqlite3.OperationalError("The answer is larger than what is given here; ask for less at once")
    return Results(rows, truncated, [(name, None, None, None, None, None, None) for name in columns])


def _ask(asked: Message, errand: Errand) -> list[Message]:
    process = _free.get()
    try:
        if errand.left.is_set():
            raise Interrupted
        return list(process.ask(asked, over_at(asked["seconds"], errand.left)))
    finally:
        _free.put(process)


def uri(database: Any) -> str:
    """The address of a database's file as SQLite takes it: to be read, and nothing else."""
    return f"file:{quote(str(database.path))}?{'mode=ro' if database.is_mutable else 'immutable=1'}"


def _plain(params: Any) -> Any:
    return dict(params) if isinstance(params, Mapping) else list(params or ())
