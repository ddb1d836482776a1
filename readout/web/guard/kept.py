"""Counts of a database that does not change are made once: facets and numbers of rows are most of a page's time.

So are Datasette's questions whether there is a table of some name, of which it has hundreds for one page.
"""

import re
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any

from datasette.database import QueryInterrupted, Results

COUNTS = re.compile(r"\s*(?:with|select)\b.*?\bcount\(\*\)", re.I | re.S)
NAMES = re.compile(r"\s*select\s+(?:name|sql|1)\s+from\s+sqlite_master\s+where\b", re.I)
#: How many answers are kept, and how many rows one may have.
MOST, ROWS = 1000, 100
#: For so many seconds a count that took too long is not tried again.
PATIENCE = 60

Key = tuple[Any, ...]


class Kept:
    """The answers to counts of one database, those that were wanted last."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Key, Any] = OrderedDict()
        self._late: dict[Key, float] = {}

    def find(self, key: Key) -> Any:
        """An answer, or None. Raises QueryInterrupted where there was none in time a moment ago."""
        if time.monotonic() - self._late.get(key, -PATIENCE) < PATIENCE:
            raise QueryInterrupted("interrupted", key[1], None)
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def keep(self, key: Key, answer: Any) -> None:
        """Keep an answer, if it is short."""
        if len(answer.rows) <= ROWS:
            self._answers[key] = answer
            while len(self._answers) > MOST:
                self._answers.popitem(last=False)

    def was_late(self, key: Key) -> None:
        """Remember that there was no answer in time."""
        if len(self._late) > MOST:
            self._late.clear()
        self._late[key] = time.monotonic()


def keep_counts(database: Any) -> None:
    """Let a database of a Datasette keep its counts; one that may change keeps none. Once is enough."""
    inside = database.execute
    if database.is_mutable or database.path is None:
        return
    kept, file = Kept(), Path(database.path)

    async def execute(
        sql: str, params: Any = None, truncate: bool = False, custom_time_limit: int | None = None,
        page_size: int | None = None, log_sql_errors: bool = True,
    ) -> Any:  # fmt: skip
        if not (COUNTS.match(sql) or NAMES.match(sql)):
            return await inside(sql, params, truncate, custom_time_limit, page_size, log_sql_errors)
        state = file.stat()
        values = tuple(params.items()) if hasattr(params, "items") else tuple(params or ())
        key = (state.st_ino, sql, values, truncate, custom_time_limit, state.st_mtime_ns)
        answer = kept.find(key)
        if answer is None:
            try:
                answer = await inside(sql, params, truncate, custom_time_limit, page_size, log_sql_errors)
            except QueryInterrupted:
                kept.was_late(key)
                raise
            kept.keep(key, answer)
        return Results(list(answer.rows), answer.truncated, answer.description)

    database.execute = execute
