"""Asks a database for the shape of a statement and none of its rows, where only the statement is wanted."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

_wanted: ContextVar[bool] = ContextVar("readout_rowless", default=False)


@contextmanager
def rowless(database: Any) -> Iterator[None]:
    """Within this, what Datasette runs on a database for a page of rows is prepared and finds none.

    So it costs nothing, however long a sort or a saved query would take. Datasette asks for a page with
    `truncate`, and for what it wants to know itself without.
    """
    if not hasattr(database.execute, "may_be_rowless"):
        database.execute = _with_choice(database.execute)
    before = _wanted.set(True)
    try:
        yield
    finally:
        _wanted.reset(before)


def _with_choice(inside: Any) -> Any:
    @wraps(inside)
    async def execute(sql: str, params: Any = None, truncate: bool = False, *args: Any, **options: Any) -> Any:
        if truncate and _wanted.get():
            sql = f"SELECT * FROM (\n{sql.rstrip().removesuffix(';')}\n) LIMIT 0"
        return await inside(sql, params, truncate, *args, **options)

    execute.may_be_rowless = True  # type: ignore[attr-defined]
    return execute
