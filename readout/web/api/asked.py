"""What an address of the JSON asks for, put into the words of the Datasette that answers."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from datasette.filters import Filters
from datasette.utils import tilde_decode, tilde_encode

from readout.near import did_you_mean

#: Where SQL is asked: on Datasette 0.65, and on 1.0; here both addresses answer on both.
OLD, NEW = "/readout.json", "/readout/-/query.json"
#: The forms of an answer.
SHAPES = ("array", "objects", "object", "arrays", "arrayfirst")
#: What may follow a column and two underscores.
LOOKUPS = frozenset(each.key for each in Filters._filters)


@dataclass(frozen=True)
class Asked:
    """An address below the site's base: its path, its arguments, and the table it names, if it names one."""

    path: str
    arguments: tuple[tuple[str, str], ...]

    @property
    def table(self) -> str:
        """The first part below the database; empty where there are more parts or none."""
        parts = self.path.removesuffix(".json").strip("/").split("/")
        return tilde_decode(parts[1]) if len(parts) == 2 else ""

    @property
    def is_sql(self) -> bool:
        """Whether it is an address at which SQL is asked."""
        return self.path == NEW or (self.path == OLD and self.has("sql"))

    @property
    def has_keys(self) -> bool:
        """Whether the answer is an object with the rows beside other keys, whose names are promised."""
        return self.shape in ("", "objects", "arrays")

    @property
    def shape(self) -> str:
        """The value of `_shape`, or nothing."""
        return dict(reversed(self.arguments)).get("_shape", "")

    @property
    def becomes_arrays(self) -> bool:
        """Whether 1.0 has to be asked for objects instead: of SQL it can't give rows as lists."""
        return self.is_sql and self.shape in ("arrays", "arrayfirst")

    def has(self, name: str) -> bool:
        """Whether an argument is there and not empty."""
        return any(key == name and value for key, value in self.arguments)

    def query(self, newer: bool, is_table: bool) -> bytes:
        """The query string for the Datasette that answers: rows as objects, and their number beside them."""
        added = [] if self.shape else [("_shape", "objects")]
        if newer and is_table and self.has_keys:
            added.append(("_extra", "count"))
        given = [pair for pair in self.arguments if pair != ("_shape", "")]
        if newer and self.becomes_arrays:
            given = [pair for pair in given if pair[0] != "_shape"] + [("_shape", "objects")]
        return urlencode([*given, *added]).encode()


def asked_of(scope: Any, base: str) -> Asked | None:
    """What a request asks for; None where it is not the JSON of our data."""
    path = str(scope["path"])
    path = "/" + path[len(base) :].lstrip("/") if path.startswith(base) else path
    if not path.endswith(".json") or not path.startswith(("/readout.json", "/readout/")):
        return None
    query = (scope.get("query_string") or b"").decode("latin-1")
    return Asked(path, tuple(parse_qsl(query, keep_blank_values=True)))


def with_tildes(path: bytes) -> bytes:
    """A path with percent signs in Datasette's own writing, to which it would redirect: as a page, without the JSON."""
    parts = path.decode("latin-1").removesuffix(".json").split("/")
    return ("/".join(tilde_encode(tilde_decode(unquote(part))) for part in parts) + ".json").encode()


def wrong_with(asked: Asked, columns: list[str]) -> str:
    """The sentence for what is asked wrongly; nothing where all is right. `columns` are the table's, if it is one."""
    if asked.path == NEW and not asked.has("sql"):
        return "The address needs sql=SELECT …"
    if asked.shape not in ("", *SHAPES):
        return f"There is no _shape {asked.shape[:80]!r}; one of: {', '.join(SHAPES)}."
    return _wrong_filter(asked, columns) if columns else ""


def _wrong_filter(asked: Asked, columns: list[str]) -> str:
    """The sentence for a filter by what is no column, or by no condition.

    SQLite takes the name of a column that is not there for a text, so Datasette would answer with no rows.
    """
    for name in (name for name, _ in asked.arguments if not name.startswith("_")):
        column, _, lookup = name.rpartition("__") if "__" in name else (name, "", "exact")
        if column not in columns:
            return f"There is no column {column[:80]!r} in {asked.table}; {_hint(column, columns)}"
        if lookup not in LOOKUPS:
            return f"There is no condition {lookup[:80]!r}; one of: {', '.join(sorted(LOOKUPS))}."
    return ""


def _hint(column: str, columns: list[str]) -> str:
    return did_you_mean(column, columns) or f"one of: {', '.join(columns)}."
