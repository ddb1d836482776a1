"""The shape of a database that does not change is looked up once.

Datasette asks for it again and again, for the list of tables some hundreds of times, and each time waits for a thread
that others may have taken.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from copy import deepcopy
from functools import wraps
from pathlib import Path
from typing import Any

#: What a Database of Datasette's tells of the tables, by method; either version has most of them.
METHODS = (
    "fts_table", "foreign_keys_for_table", "get_all_foreign_keys", "get_table_definition", "get_view_definition",
    "hidden_table_names", "label_column_for_table", "primary_keys", "table_column_details", "table_columns",
    "table_exists", "table_names", "view_exists", "view_names",
)  # fmt: skip
#: The names of tables come from addresses, too, and need not be of any: those that were asked for last are kept.
MOST = 2000


def keep_shape(database: Any) -> None:
    """Let a database of a Datasette keep what it tells of its tables; one that may change keeps nothing."""
    if database.is_mutable or database.path is None:
        return
    kept: OrderedDict[Any, Any] = OrderedDict()
    file = Path(database.path)
    for name in METHODS:
        if hasattr(database, name):
            setattr(database, name, _kept(getattr(database, name), kept, file))


def _kept(inside: Callable[..., Awaitable[Any]], kept: "OrderedDict[Any, Any]", file: Path) -> Any:
    @wraps(inside)
    async def told(*args: Any, **options: Any) -> Any:
        state = file.stat()
        key = (inside.__name__, args, tuple(sorted(options.items())), state.st_ino, state.st_mtime_ns)
        if key not in kept:
            kept[key] = await inside(*args, **options)
            while len(kept) > MOST:
                kept.popitem(last=False)
        kept.move_to_end(key)
        return deepcopy(kept[key])

    return told
