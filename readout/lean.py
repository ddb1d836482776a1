"""sqlite_utils where it is needed, and without pandas, which it would load for longer than a build takes."""

import sqlite3
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def database(connection: sqlite3.Connection) -> "Database":
    """A database as sqlite_utils takes it; a build of what has changed does without, and need not load it."""
    kept = sys.modules.get("pandas")
    sys.modules["pandas"] = None  # type: ignore[assignment]  # what Python takes for a module that is not there
    try:
        from sqlite_utils import Database  # noqa: PLC0415
    finally:
        del sys.modules["pandas"]
        if kept is not None:
            sys.modules["pandas"] = kept
    return Database(connection, execute_plugins=False)
