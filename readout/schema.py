"""The contract as values: what `schema.yaml` says, resolved into tables, columns and shapes.

A table is what the database has. A shape is how a record of the sources goes into tables: for
each field, the column or the child table that it becomes.
"""

from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any, Literal

#: What in a schema says nothing about what a record may hold.
NEVER_IN_RULES = ("x-", "title", "description", "readOnly")
TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
#: In each table whose rows refer to articles, or to rows that do: the article's own `status`, again.
STATUS = "annotation_status"
ID_DESCRIPTION = "The row's id; it stays the same as long as what it names does."

FieldKind = Literal[
    "column", "evidence", "records", "words", "mapping", "shorthand", "exceptions", "withdrawal", "former"
]


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of values: each value's meaning, and where the list comes from."""

    name: str
    title: str
    description: str
    meanings: dict[str, str]
    source: str = ""


@dataclass(frozen=True)
class Column:
    """A column of the database.

    `type` is an SQLite type; `bounds` are its least and greatest value; `parent` marks the reference to
    the record that the row stands inside.
    """

    name: str
    type: str
    description: str
    required: bool = False
    boolean: bool = False
    vocabulary: Vocabulary | None = None
    reference: str | None = None
    format: str = ""
    facet: bool = False
    index: bool = False
    search: bool = False
    first_of: tuple[str, ...] = ()
    bounds: tuple[int | None, int | None] = (None, None)
    parent: bool = False
    source: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the database. `singular` names a row of it, and references to it from its children."""

    name: str
    singular: str
    title: str
    description: str
    columns: dict[str, Column]
    label: str
    sort: str = ""
    sort_desc: str = ""
    file: str = ""
    derived: bool = False

    @cached_property
    def references(self) -> dict[str, str]:
        """Column to table, for each column that holds another table's id."""
        return {column.name: column.reference for column in self.columns.values() if column.reference}


@dataclass(frozen=True)
class Field:
    """How one field of a source record goes into the database."""

    name: str
    kind: FieldKind
    column: Column | None = None
    keep_column: bool = True
    shape: "Shape | None" = None
    shorthand: dict[str, Any] = field(default_factory=dict)


@dataclass
class Shape:
    """How a record, or a list in a record, goes into one table.

    `parent` is the column that holds the id of the record around it; `inside` the column that
    points to a record of the same kind around it; `key` the fields that its id is made of.
    """

    definition: str
    table: str
    parent: str = ""
    inside: str = ""
    key: tuple[str, ...] = ()
    fields: dict[str, Field] = field(default_factory=dict)
    required: tuple[str, ...] = ()

    @property
    def has_grounds(self) -> bool:
        """Whether a null in such a record can be given a ground."""
        return "grounds" in self.fields


@dataclass(frozen=True)
class Schema:
    """All that `schema.yaml` says, and its bytes."""

    raw: dict[str, Any]
    tables: dict[str, Table]
    registers: dict[str, Shape]
    article: Shape
    vocabularies: dict[str, Vocabulary]
    content: bytes = b""

    @cached_property
    def rules(self) -> dict[str, Any]:
        """What the JSON Schema library checks: the definitions by name, without what only people and the build read."""
        return {name: _rules(record) for name, record in self.raw["$defs"].items()}

    @cached_property
    def outward(self) -> dict[str, list[tuple[str, str]]]:
        """By table that people fill, the columns that refer to records other than the one around: (column, table)."""
        return {
            name: [
                (column, target)
                for column, target in table.references.items()
                if self.tables[target].file and not table.derived and not table.columns[column].parent
            ]
            for name, table in self.tables.items()
        }

    @cached_property
    def towards_articles(self) -> list[tuple[str, dict[str, str]]]:
        """The tables that people fill and whose rows have the status of articles, each after those it refers to.

        Each with the columns that refer to articles, or to rows that do: column to table.
        """
        within = {"articles", *(name for name, table in self.tables.items() if STATUS in table.columns)}
        refers = {
            name: {
                column: target
                for column, target in self.tables[name].references.items()
                if target in within - {name}
            }
            for name in within - {"articles"}
        }  # fmt: skip
        order = TopologicalSorter({name: found.values() for name, found in refers.items()}).static_order()
        return [(name, refers[name]) for name in order if name in refers]

    @property
    def dataset(self) -> dict[str, str]:
        """Title, licence, source and version of the dataset, and where it is given the date of its release."""
        found: dict[str, str] = self.raw["x-dataset"]
        return found


def _rules(node: Any) -> Any:
    """A schema without what only people and the build read, and without the derived fields."""
    if isinstance(node, list):
        return [_rules(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    rules = {key: _rules(value) for key, value in node.items() if not key.startswith(NEVER_IN_RULES)}
    if isinstance(node.get("properties"), dict):
        own = {key: prop for key, prop in node["properties"].items() if not prop.get("readOnly")}
        rules["properties"] = {key: _rules(prop) for key, prop in own.items()}
    return rules
