"""What Datasette's own pages show beyond what Datasette gives their templates, the same on 0.65 and 1.0.

Templates see it as `own`; nothing is looked up before a template asks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from datasette.utils import escape_sqlite

from readout.web.cells import referred
from readout.web.copies import Copy, copies
from readout.web.kinds import KINDS
from readout.web.section import Record, Site

DICTIONARY = ("dataset", "tables", "columns", "vocabularies")
MOST_OPTIONS = 300

Metadata = dict[str, Any]


@dataclass
class Entry:
    """A table, a view or a saved query in the list of them."""

    name: str
    title: str
    description: str
    href: str
    count: int | None = None


@dataclass
class Shelf:
    """Tables of one sort."""

    title: str
    about: str
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Parameter:
    """A saved query's parameter: what to put in, and ids to choose from with their names."""

    name: str
    value: str
    hint: str
    options: list[Record]


@dataclass
class Facets:
    """A table's facets in the order in which they were asked for, and why others are missing."""

    shown: list[Record]
    slow: list[Record]
    left_out: list[str]


class Own:
    """The names, descriptions and addresses that the templates of Datasette's pages ask for."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.datasette = site.datasette

    async def about(self, database: str, table: str) -> Metadata:
        """A table's metadata and configuration in one."""
        if not hasattr(self.datasette, "get_resource_metadata"):
            return dict(self.datasette.table_metadata(database, table) or {})
        found = dict(await self.datasette.get_resource_metadata(database, table))
        return found | dict(await self.datasette.table_config(database, table) or {})

    async def label(self, database: str, table: str) -> str:
        """The column that names a row of a table, or nothing."""
        db = self.datasette.get_database(database)
        return str(await db.label_column_for_table(table) or "") if await db.table_exists(table) else ""

    async def facets(self, database: str, table: str, results: Sequence[Record], slow: Sequence[str]) -> Facets:
        """The facets that were counted, those that took too long, and those that are missing otherwise."""
        asked = [name for name in (await self.about(database, table)).get("facets") or [] if isinstance(name, str)]
        place = {name: number for number, name in enumerate(asked)}
        ordered = sorted(results, key=lambda facet: place.get(facet["name"], len(place)))
        found = {facet["name"] for facet in results} | set(slow)
        missing = [name for name in asked if name not in found]
        return Facets(ordered, [{"name": name, "href": self._count(table, name)} for name in slow], missing)

    def _count(self, table: str, column: str) -> str:
        column, table = escape_sqlite(column), escape_sqlite(table)
        return self.site.query_url(f"SELECT {column}, count(*) AS rows\nFROM {table}\nGROUP BY 1\nORDER BY 2 DESC", {})

    async def shelves(self, database: str, tables: Sequence[Any], views: Sequence[Any]) -> list[Shelf]:
        """All tables and views that are not hidden, by what they are for."""
        shelves = {
            "articles": Shelf("Articles and what was found in them", "One row for each annotation."),
            "registers": Shelf(
                "Registers", "What articles share: who, where, what happened, what was claimed and said."
            ),
            "lists": Shelf("Lists and grounds", "What a record holds several of, and what its values rest on."),
            "derived": Shelf("Derived", "Comparisons that the build makes of the rest; nobody writes them."),
            "dictionary": Shelf("Dictionary", "What every column and every value means."),
        }
        for table in tables:
            name, count, columns, hidden = (_of(table, key) for key in ("name", "count", "columns", "hidden"))
            if not hidden:
                shelves[_shelf(name, columns)].entries.append(await self._entry(database, name, count))
        for view in views:
            shelves["derived"].entries.append(await self._entry(database, _of(view, "name"), None))
        return [shelf for shelf in shelves.values() if shelf.entries]

    async def _entry(self, database: str, name: str, count: int | None) -> Entry:
        told = await self.about(database, name)
        href = self.datasette.urls.table(database, name)
        return Entry(name, told.get("title") or name, told.get("description") or "", href, count)

    async def queries(self, database: str, given: Sequence[Any], actor: Any = None) -> list[Entry]:
        """The saved queries; 1.0 gives a page only the first five."""
        if hasattr(self.datasette, "list_queries"):
            given = (await self.datasette.list_queries(database, actor=actor, limit=200)).queries
        entries = []
        for query in given:
            names = _of(query, "params") or _of(query, "parameters") or []
            name, description = _of(query, "name"), split_description(_of(query, "description") or "", names)[0]
            entries.append(
                Entry(name, _of(query, "title") or name, description, self.datasette.urls.query(database, name))
            )
        return entries

    async def parameters(self, database: str, description: str, values: dict[str, str]) -> list[Parameter]:
        """A query's parameters, with what its description says of them and ids to choose from."""
        hints = split_description(description, list(values))[1]
        found = []
        for name, value in values.items():
            table = referred(name) if database == "readout" else ""
            sql = (
                f"SELECT id, {KINDS[table]} AS label FROM {table} ORDER BY 2 LIMIT {MOST_OPTIONS}"
                if table in KINDS
                else ""
            )
            found.append(Parameter(name, value, hints.get(name, ""), await self.site.rows(sql) if sql else []))
        return found

    def told(self, description: str, values: Sequence[str]) -> str:
        """A saved query's description without what it says of its parameters."""
        return split_description(description or "", list(values))[0]

    def sql_address(self, database: str) -> str:
        """Where a form sends SQL to."""
        newer = hasattr(self.datasette, "get_resource_metadata")
        return str(self.datasette.urls.database(database)) + ("/-/query" if newer else "")

    def copies(
        self, name: str, columns: Sequence[str], rows: Sequence[Any], pages: bool
    ) -> tuple[list[Copy], dict[str, str]]:
        """The rows of a page as text to copy, and the addresses of all of them."""
        return copies(self.site, name, columns, rows, pages)

    @property
    def most_rows(self) -> int:
        """How many rows Datasette gives of a query at most."""
        return int(self.datasette.setting("max_returned_rows"))


def _of(given: Any, key: str) -> Any:
    """A field of what 0.65 gives as a mapping and 1.0 as an object."""
    return given.get(key) if isinstance(given, dict) else getattr(given, key, None)


def _shelf(table: str, columns: Sequence[str]) -> str:
    owner = columns[1] if len(columns) > 1 else ""
    if table in DICTIONARY:
        return "dictionary"
    if table == "articles" or (owner == "article" and not table.startswith("article_")):
        return "articles"
    if table.startswith(f"{owner}_"):
        return "lists"
    return "derived" if "_" in table else "registers"


def split_description(text: str, names: Sequence[str]) -> tuple[str, dict[str, str]]:
    """A saved query's description, and what it says of each parameter: 'What it shows. story: a story's id.'"""
    if not names:
        return text, {}
    starts = re.compile(r"(?:^|(?<=[.!?]) )(" + "|".join(map(re.escape, names)) + r"): ")
    parts = starts.split(text)
    return parts[0].strip(), dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))
