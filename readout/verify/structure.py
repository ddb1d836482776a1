"""Is a database shaped as a build shapes it? SQLite runs what a schema holds, so nothing else is let through.

Every statement that made the tables, indexes and search has to be of a form that a build writes, in which there is
nothing to run but comparisons with constants. Views are compared and never run.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from readout.contract import APPLICATION_ID, CONTRACT, DATASET
from readout.stored import PREFIX
from readout.verify.failure import Report, some

NAME = r"""[\["][a-z][a-z0-9_]*[\]"]"""
TEXT = r"'(?:[^']|'')*'"
NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
COLUMN = re.compile(
    rf"  {NAME} (?:TEXT|INTEGER|REAL|ANY)(?: PRIMARY KEY)?(?: NOT NULL)?"
    rf"(?: CHECK \({NAME} IN \({TEXT}(?:, {TEXT})*\)\))?"
    rf"(?: CHECK \({NAME} IN \(0, 1\)\))?(?: CHECK \({NAME} >= {NUMBER}\))?(?: CHECK \({NAME} <= {NUMBER}\))?,?"
)
REFERENCE = re.compile(rf'  FOREIGN KEY \({NAME}\) REFERENCES {NAME} \("id"\),?')
HEAD = re.compile(rf"CREATE TABLE {NAME} \(")
INDEX = re.compile(rf"CREATE INDEX {NAME}\s+ON {NAME} \({NAME}(?:, {NAME})*\)")
SEARCH = re.compile(
    rf"CREATE VIRTUAL TABLE {NAME} USING FTS5 \(\s+({NAME}(?:, {NAME})*),\s+tokenize='([a-z0-9_ ]+)',"
    rf"\s+content=({NAME})\s*\)"
)
#: The tables that FTS5 and ANALYZE make for themselves, by what follows their names.
SHADOWS = {
    "(id INTEGER PRIMARY KEY, block BLOB)", "(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID",
    "(id INTEGER PRIMARY KEY, sz BLOB)", "(k PRIMARY KEY, v) WITHOUT ROWID",
}  # fmt: skip
SHADOW = re.compile(r"CREATE TABLE '[a-z][a-z0-9_]*_fts_(?:data|idx|docsize|config)'(\(.*)")
STATISTICS = {"CREATE TABLE sqlite_stat1(tbl,idx,stat)", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"}
REMEDY = "take the database from where it is published, or build it again"


@dataclass(frozen=True)
class Search:
    """A full-text search: its table, the table whose columns it covers, and how it takes words apart."""

    name: str
    of: str
    columns: tuple[str, ...]
    tokenizer: str


@dataclass(frozen=True)
class Structure:
    """What a database consists of: SQL of tables and views by name, columns of tables in order, and searches."""

    tables: dict[str, str]
    views: dict[str, str]
    columns: dict[str, list[str]]
    searches: list[Search]


def is_ours(connection: sqlite3.Connection, report: Report) -> bool:
    """Whether a database is marked as one of Readout's, of the contract that this version knows."""
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (contract,) = connection.execute("PRAGMA user_version").fetchone()
    if mark != APPLICATION_ID:
        message = f"this is no database of Readout: its application_id is {mark}, not {APPLICATION_ID}"
        report.fail("marks", message, "name a database that `readout build` wrote")
    elif contract != CONTRACT:
        remedy = "verify it with the version of Readout that built it, or build it again with this one"
        report.fail("marks", f"it is of contract {contract}; this version of Readout knows contract {CONTRACT}", remedy)
    return not report.failures


def read_structure(connection: sqlite3.Connection, report: Report) -> Structure | None:
    """What a database consists of; None, with a failure, where something is in it that no build writes."""
    found = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
    foreign = [f"{kind} {name}" for kind, name, sql in found if not is_written(kind, name, sql)]
    if foreign:
        message = f"something in it is not as a build of Readout writes it: {some(foreign)}"
        report.fail("structure", message, REMEDY)
        return None
    tables = {name: sql for kind, name, sql in found if kind == "table" and HEAD.match(sql) and not SHADOW.match(sql)}
    columns = {name: [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')] for name in tables}
    views = {name: sql for kind, name, sql in found if kind == "view"}
    return Structure(tables, views, columns, list(_searches(found)))


def is_written(kind: str, name: str, sql: str | None) -> bool:
    """Whether a table, index or view is of a form that a build writes."""
    if kind == "view":
        return isinstance(sql, str)
    if kind == "index":
        return (sql is None and name.startswith("sqlite_autoindex_")) or bool(INDEX.fullmatch(sql or ""))
    if kind != "table" or not isinstance(sql, str):
        return False
    shadow = SHADOW.fullmatch(sql)
    return sql in STATISTICS or bool(SEARCH.fullmatch(sql)) or (shadow and shadow[1] in SHADOWS) or _is_table(sql)


def _is_table(sql: str) -> bool:
    """Whether a statement makes a STRICT table as `create_table` writes it."""
    head, *lines = sql.split("\n")
    if not (HEAD.fullmatch(head) and lines and lines.pop() == ") STRICT"):
        return False
    return all(COLUMN.fullmatch(line) or REFERENCE.fullmatch(line) for line in lines)


def _searches(found: list[tuple[str, str, str]]) -> Iterator[Search]:
    for kind, name, sql in found:
        match = SEARCH.fullmatch(sql) if kind == "table" else None
        if match:
            columns = tuple(column.strip('"[]') for column in match[1].split(", "))
            yield Search(name, match[3].strip('"[]'), columns, match[2])


def check_dictionary(connection: sqlite3.Connection, structure: Structure, report: Report) -> None:
    """The tables have the columns, of the types, that the dictionary in the database itself says."""
    if missing := {"columns", "vocabularies", DATASET} - structure.tables.keys():
        report.fail("structure", f"the tables that describe it are missing: {some(sorted(missing))}", REMEDY)
        return
    told = set(connection.execute("SELECT table_name, column_name, type FROM columns WHERE type <> 'ANY'"))
    names = [name for name in structure.tables if not name.startswith(PREFIX)]  # those are views to whoever reads
    tables = {name: connection.execute(f'PRAGMA table_info("{name}")').fetchall() for name in names}
    there = {(name, row[1], row[2]) for name, rows in tables.items() for row in rows}
    if told != there:
        differ = sorted({f"{table}.{column}" for table, column, _ in told ^ there})
        report.fail("structure", f"its dictionary and its tables differ: {some(differ)}", REMEDY)
    if connection.execute(f"SELECT count(*) FROM {DATASET}").fetchone() != (1,):
        report.fail("structure", f"the table {DATASET} has not just one row", REMEDY)
