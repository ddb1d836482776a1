"""The database that is exported, as the formats see it: its tables and views, what they mean, and their rows."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from readout.contract import APPLICATION_ID, CONTRACT, DATASET
from readout.stored import PREFIX

Kind = Literal["text", "integer", "real", "boolean"]
#: A row's values in the order of the columns; booleans as bool.
Values = tuple[Any, ...]

KINDS: dict[str, Kind] = {"TEXT": "text", "INTEGER": "integer", "INT": "integer", "REAL": "real"}
BATCH = 2000
#: What a table may be called, since its files are called so too.
NAME = re.compile(r"[a-z][a-z0-9_]*")
#: What every database of this contract has.
NEEDED = {DATASET, "tables", "columns", "vocabularies", "curators"}


class NotNow(Exception):
    """A format can't be written from this database, or without something that was not given; says why."""


class NotOurs(Exception):
    """A file that is no database of Readout, a broken one, or one of another contract; says what to do."""


@dataclass(frozen=True)
class Column:
    """A column: its kind, what it means, and what its values are: words of a vocabulary, or ids of a table."""

    name: str
    kind: Kind
    description: str = ""
    required: bool = False
    values: tuple[str, ...] = ()
    vocabulary: str | None = None
    refers_to: str | None = None
    defined_by: str | None = None


@dataclass(frozen=True)
class Table:
    """A table or a view. `key` is the column of its ids; a view has none."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    count: int
    key: str | None = None

    @property
    def is_view(self) -> bool:
        """Whether it is a view, whose rows follow from those of the tables."""
        return self.key is None


@dataclass
class Source:
    """A database that is open for reading; the articles' texts, and the address of its site, where they were given."""

    connection: sqlite3.Connection
    file: Path
    texts: Path | None = None
    base: str | None = None
    step: Callable[[int], None] = field(default=lambda count: None)

    @cached_property
    def dataset(self) -> dict[str, Any]:
        """The row of the table `dataset`: title, description, license, version, released, …"""
        return self._dicts(f"SELECT * FROM {DATASET}")[0]

    @cached_property
    def creators(self) -> list[str]:
        """Who made the dataset: the projects among its curators; without one, the title as far as the colon."""
        projects = self._dicts("SELECT name FROM curators WHERE kind = 'project' ORDER BY id")
        return [row["name"] for row in projects] or [self.dataset["title"].partition(":")[0]]

    @cached_property
    def vocabularies(self) -> dict[str, dict[str, str]]:
        """By vocabulary, each value's meaning, in the order of the schema."""
        found: dict[str, dict[str, str]] = {}
        rows = self._dicts("SELECT id, vocabulary, value, meaning FROM vocabularies")
        for row in sorted(rows, key=lambda row: (row["vocabulary"], len(row["id"]), row["id"])):
            found.setdefault(row["vocabulary"], {})[row["value"]] = row["meaning"]
        return found

    @cached_property
    def tables(self) -> list[Table]:
        """The tables, by name; without SQLite's own and those of the full-text search."""
        return [self._table(name) for name in self._names("table")]

    @cached_property
    def views(self) -> list[Table]:
        """The views, by name. Each is computed once and its rows are kept in a temporary table, in order."""
        return [self._view(name) for name in self._names("view")]

    def rows(self, table: Table) -> Iterator[Values]:
        """The rows in order of id; those of a view in order of all columns. Memory stays flat."""
        names = ", ".join(quoted(column.name) for column in table.columns)
        place, order = ("temp", "rowid") if table.is_view else ("main", quoted(str(table.key)))
        cursor = self.connection.execute(f"SELECT {names} FROM {place}.{quoted(table.name)} ORDER BY {order}")
        flags = [at for at, column in enumerate(table.columns) if column.kind == "boolean"]
        while batch := cursor.fetchmany(BATCH):
            self.step(len(batch))
            yield from (_with_flags(row, flags) for row in batch) if flags else batch

    def dicts(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a table by its name, each by column, in order of id. Raises KeyError for an unknown name."""
        table = {table.name: table for table in self.tables}[name]
        names = [column.name for column in table.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows(table))

    def _names(self, kind: str) -> list[str]:
        listed = self.connection.execute("PRAGMA main.table_list")
        return sorted(row[1] for row in listed if row[2] == kind and not row[1].startswith(("sqlite_", PREFIX)))

    def _dicts(self, sql: str, *values: str) -> list[dict[str, Any]]:
        cursor = self.connection.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    @cached_property
    def _meant(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {(row["table_name"], row["column_name"]): row for row in self._dicts("SELECT * FROM columns")}

    @cached_property
    def _titles(self) -> dict[str, tuple[str, str]]:
        return {row["name"]: (row["title"], row["description"]) for row in self._dicts("SELECT * FROM tables")}

    def _titled(self, name: str) -> tuple[str, str]:
        return self._titles.get(name, (name.replace("_", " ").capitalize(), ""))

    def _table(self, name: str) -> Table:
        sql: str = self._dicts("SELECT sql FROM main.sqlite_master WHERE name = ?", name)[0]["sql"]
        leads = {row["from"]: row["table"] for row in self._dicts(f"PRAGMA main.foreign_key_list({quoted(name)})")}
        columns = []
        for row in self._dicts(f"PRAGMA main.table_info({quoted(name)})"):
            is_flag = re.search(rf"CHECK \({re.escape(quoted(row['name']))} IN \(0, 1\)\)", sql) is not None
            kind = "boolean" if is_flag else KINDS[row["type"]]
            columns.append(self._column(name, row["name"], kind, bool(row["notnull"]), leads.get(row["name"])))
        count = self.connection.execute(f"SELECT count(*) FROM main.{quoted(name)}").fetchone()[0]
        return Table(name, *self._titled(name), tuple(columns), count, "id")

    def _view(self, name: str) -> Table:
        listed = self._dicts(f"PRAGMA main.table_info({quoted(name)})")
        order = ", ".join(str(number) for number in range(1, len(listed) + 1))
        self.connection.execute(
            f"CREATE TEMP TABLE {quoted(name)} AS SELECT * FROM main.{quoted(name)} ORDER BY {order}"
        )
        columns = tuple(self._column(name, row["name"], self._kind(name, row)) for row in listed)
        count = self.connection.execute(f"SELECT count(*) FROM temp.{quoted(name)}").fetchone()[0]
        return Table(name, *self._titled(name), columns, count)

    def _kind(self, view: str, row: dict[str, Any]) -> Kind:
        """What SQLite says of a view's column, or, where it is computed, what its values are."""
        if row["type"] in KINDS:
            return KINDS[row["type"]]
        found = self._dicts(f"SELECT DISTINCT typeof({quoted(row['name'])}) AS type FROM temp.{quoted(view)}")
        types = {each["type"] for each in found} - {"null"}
        if types and types <= {"integer", "real"}:
            return "real" if "real" in types else "integer"
        return "text"

    def _column(self, table: str, name: str, kind: Kind, required: bool = False, leads: str | None = None) -> Column:
        meant = self._meant.get((table, name), {})
        vocabulary = meant.get("vocabulary")
        values = tuple(self.vocabularies.get(vocabulary, ())) if vocabulary else ()
        return Column(
            name, kind, meant.get("description", ""), required, values, vocabulary, leads, meant.get("source")
        )


@contextmanager
def open_source(file: Path, texts: Path | None = None, base: str | None = None) -> Iterator[Source]:
    """Open a database for reading. Raises NotOurs, and OSError where the file can't be read."""
    with file.open("rb"):  # SQLite does not say why it can't open a file
        pass
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        _recognise(connection, file)
        yield Source(connection, file, texts, base)
    finally:
        connection.close()


def _recognise(connection: sqlite3.Connection, file: Path) -> None:
    try:
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        contract = connection.execute("PRAGMA user_version").fetchone()[0]
        faults = [row[0] for row in connection.execute("PRAGMA quick_check(1)")] if ours else []
    except sqlite3.DatabaseError as error:
        raise NotOurs(f"{file}: no database of Readout, or a broken one (SQLite says: {error}); {REMEDY}") from error
    if not ours:
        raise NotOurs(f"{file}: no database of Readout; {REMEDY}")
    if contract != CONTRACT:
        said = f"made under version {contract} of the contract, and this Readout knows version {CONTRACT}"
        raise NotOurs(f"{file}: {said}; build it again, or export it with the Readout that made it")
    if faults != ["ok"]:
        raise NotOurs(f"{file}: broken (SQLite says: {faults[0]}); {REMEDY}")
    if fault := _fault(connection):
        raise NotOurs(f"{file}: not as Readout makes a database ({fault}); {REMEDY}")


def _fault(connection: sqlite3.Connection) -> str | None:
    """What is not as a build makes it: whoever made the file may have meant harm."""
    listed = connection.execute("PRAGMA main.table_list").fetchall()
    listed = [row for row in listed if not row[1].startswith(("sqlite_", PREFIX))]
    plain = {row[1] for row in listed if row[2] == "table"}
    if missing := NEEDED - plain:
        return f"no table {min(missing)}"
    if connection.execute(f"SELECT count(*) FROM {DATASET}").fetchone()[0] != 1:
        return f"the table {DATASET} has not one row"
    for name in sorted(plain | {row[1] for row in listed if row[2] == "view"}):
        columns = connection.execute(f"PRAGMA main.table_info({quoted(name)})").fetchall()
        if not all(map(NAME.fullmatch, (name, *(column[1] for column in columns)))):
            return f"a name in {name!r}"
        if name in plain and not {column[2] for column in columns} <= KINDS.keys():
            return f"a column type in {name}"
    return None


REMEDY = "`readout build` makes one, or fetch the file again"


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def _with_flags(row: Sequence[Any], flags: list[int]) -> Values:
    values = list(row)
    for at in flags:
        if values[at] is not None:
            values[at] = bool(values[at])
    return tuple(values)
