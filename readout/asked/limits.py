"""What a connection may do: read the published tables, with values and statements of a bounded size."""

import sqlite3
from collections.abc import Callable

#: In bytes; longer than any field of a record.
LONGEST_VALUE = 1_000_000
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 65_536,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 25_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 2000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
#: Functions of SQLite, of its shell and of its well-known extensions that reach out of the database, make large
#: values from small ones, give away addresses in memory, or search by patterns that can blow up.
REFUSED = {
    "zeroblob", "randomblob", "printf", "format", "load_extension", "fts3_tokenizer", "sqlite_log", "readfile",
    "writefile", "lsdir", "lsmode", "edit", "eval", "exec", "shell_exec", "regexp", "regexpi", "regex_replace",
    "compress", "uncompress", "sqlar_compress", "sqlar_uncompress", "zipfile", "sqlite_compileoption_get",
    "sqlite_compileoption_used", "writetext", "fsdir", "define", "undefine", "sqlite_rename_column",
    "sqlite_rename_table", "sqlite_rename_test", "rtreecheck", "sha3_query", "sha1_query", "shell_add_schema",
}  # fmt: skip
#: Tables that SQLite itself offers: pages of the file, statements of others, programs of the machine.
REFUSED_TABLES = {"dbstat", "sqlite_stmt", "sqlite_dbpage", "sqlite_dbdata", "sqlite_dbptr", "bytecode", "tables_used"}
#: What may be asked of the shape of the database; only `schema_version` and the like take no name.
PRAGMAS = {
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    "function_list", "data_version", "schema_version",
}  # fmt: skip
#: What Datasette asks for itself besides: the first would show a visitor where the file lies, the last is what the
#: sqlite_utils of 1.0 sets before it looks at a table, for a connection that writes nothing.
DATASETTES = {"database_list", "page_count", "page_size", "max_page_count", "recursive_triggers"}
BARE = {"data_version", "schema_version", "page_count", "page_size", "max_page_count", "database_list"}

Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


def restrict(connection: sqlite3.Connection, pragmas: set[str] = PRAGMAS) -> None:
    """Set the limits of a connection, and let it do nothing but read; this can't be taken back by SQL."""
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    connection.set_authorizer(authorizer(pragmas))


def authorizer(pragmas: set[str]) -> Authorizer:
    """What says of each step of a statement, while it is prepared, whether it is allowed."""

    def allowed(action: int, first: str | None, second: str | None, schema: str | None, inner: str | None) -> bool:
        if action == sqlite3.SQLITE_FUNCTION:
            return (second or "").lower() not in REFUSED
        if action == sqlite3.SQLITE_READ:
            table = (first or "").lower()
            return table not in REFUSED_TABLES and (
                not table.startswith("pragma_") or table.removeprefix("pragma_") in pragmas
            )
        if action == sqlite3.SQLITE_PRAGMA:
            name = (first or "").lower()
            return name in pragmas and not (second is not None and name in BARE)
        if (
            action == sqlite3.SQLITE_UPDATE
        ):  # what a virtual table seems to do while it is opened; the file is read only
            return first == "sqlite_master"
        return action in READING

    def decide(action: int, first: str | None, second: str | None, schema: str | None, inner: str | None) -> int:
        return sqlite3.SQLITE_OK if allowed(action, first, second, schema, inner) else sqlite3.SQLITE_DENY

    return decide
