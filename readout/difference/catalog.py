"""What two databases have: tables, columns, views and vocabularies, read from the databases themselves."""

import re
import sqlite3
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from readout.stored import PREFIX

#: Tables that follow from the schema or from other rows; their differences are told where they come from.
DERIVED = frozenset({"quote_variants", "quote_changes", "tables", "columns", "vocabularies", "dataset"})
#: The registers and articles, by the contract: for databases from before records could be withdrawn.
RECORDS = (
    "outlets", "actors", "places", "events", "claims", "utterances", "concepts", "stories", "curators", "articles",
)  # fmt: skip
_CHECK = re.compile(r"CHECK \((.*?)\)(?= CHECK|,?$)")


class Foreign(Exception):
    """A file that is no database of Readout's."""


@dataclass(frozen=True)
class Column:
    """A column as the database declares it; `checks` without the list of a vocabulary."""

    name: str
    type: str
    required: bool
    checks: tuple[str, ...]
    vocabulary: str
    refers_to: str


class Catalog:
    """One of two databases that are attached to a connection, by the name that it is attached under."""

    def __init__(self, connection: sqlite3.Connection, side: str) -> None:
        self.connection = connection
        self.side = side

    def table(self, name: str) -> str:
        """A table's name as SQL takes it."""
        return f'{self.side}."{name}"'

    @cached_property
    def names(self) -> dict[str, str]:
        """Tables by name in the order in which they were made, each with its statement; no full-text tables."""
        rows = self.connection.execute(f"SELECT name, sql FROM {self.side}.sqlite_master WHERE type = 'table'")
        return {name: sql for name, sql in rows if "_fts" not in name and not name.startswith(("sqlite_", PREFIX))}

    @cached_property
    def tables(self) -> dict[str, dict[str, Column]]:
        """Columns by table."""
        return {name: self._columns(name, sql) for name, sql in self.names.items()}

    def _columns(self, table: str, sql: str) -> dict[str, Column]:
        said = {row[0]: row[1:] for row in self.connection.execute(
            f"SELECT column_name, vocabulary, refers_to FROM {self.side}.columns WHERE table_name = ?", (table,)
        )}  # fmt: skip
        lines = {line.split('"')[1]: line for line in sql.splitlines() if line.strip().startswith('"')}
        found: dict[str, Column] = {}
        for _, name, kind, required, *_ in self.connection.execute(f'PRAGMA {self.side}.table_info("{table}")'):
            vocabulary, refers_to = said.get(name, ("", ""))
            checks = tuple(part for part in _CHECK.findall(lines.get(name, "")) if not (vocabulary and " IN (" in part))
            found[name] = Column(name, kind, bool(required), checks, vocabulary or "", refers_to or "")
        return found

    @cached_property
    def views(self) -> dict[str, list[str]]:
        """Views by name with their columns, as the data dictionary has them."""
        found: dict[str, list[str]] = {}
        rows = self.connection.execute(f"SELECT table_name, column_name FROM {self.side}.columns ORDER BY rowid")
        for view, column in rows:
            if view not in self.names:
                found.setdefault(view, []).append(column)
        return found

    @cached_property
    def vocabularies(self) -> dict[str, dict[str, str]]:
        """Vocabularies by name: their values with what they mean."""
        found: dict[str, dict[str, str]] = {}
        for name, value, meaning in self.connection.execute(
            f"SELECT vocabulary, value, meaning FROM {self.side}.vocabularies ORDER BY rowid"
        ):
            found.setdefault(name, {})[value] = meaning
        return found

    @property
    def records(self) -> set[str]:
        """The tables whose rows are records of their own."""
        return {name for name, columns in self.tables.items() if "withdrawn_reason" in columns or name in RECORDS}


def attach(old: Path, new: Path) -> tuple[sqlite3.Connection, Catalog, Catalog]:
    """A connection with both databases, read only, as `old` and `new`. Raises Foreign for what is none of Readout's."""
    connection = sqlite3.connect(":memory:", uri=True)
    for side, file in (("old", old), ("new", new)):
        try:
            connection.execute(f"ATTACH ? AS {side}", (f"file:{quote(str(file.resolve()))}?mode=ro",))
            names = {name for (name,) in connection.execute(f"SELECT name FROM {side}.sqlite_master")}
        except sqlite3.DatabaseError as error:
            connection.close()
            raise Foreign(f"{file.name}: {error}") from error
        if not {"articles", "columns", "vocabularies"} <= names:
            connection.close()
            raise Foreign(
                f"{file.name} is a database, but none of Readout's: it lacks articles, columns or vocabularies"
            )
    return connection, Catalog(connection, "old"), Catalog(connection, "new")
