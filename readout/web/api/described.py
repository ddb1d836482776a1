"""`/-/openapi.json`: the description of the JSON, from the database that is served and its saved queries."""

import sqlite3
from typing import Any
from weakref import WeakKeyDictionary

from datasette import Response
from datasette.utils import derive_named_parameters

from readout.openapi import Field, Query, Rows, openapi
from readout.web.own_pages import split_description
from readout.web.section import Site

COLUMNS = "SELECT table_name, column_name, type, description, vocabulary, refers_to FROM columns"
#: It costs some fifty statements; the database does not change.
_made: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


async def openapi_page(site: Site) -> Response:
    """The description, as JSON."""
    if site.database not in _made or site.database.is_mutable:
        _made[site.database] = await described(site)
    return Response.json(_made[site.database])


async def described(site: Site) -> dict[str, Any]:
    """The description of what a site serves."""
    about = (await site.rows("SELECT * FROM dataset"))[0]
    tables = await site.database.execute_fn(tables_of)
    return openapi(about, tables, await queries_of(site), site.path("/"))


def tables_of(connection: sqlite3.Connection) -> list[Rows]:
    """The tables and views of a database of Readout, as its own dictionary describes them."""
    words: dict[str, list[str]] = {}
    for vocabulary, value in connection.execute("SELECT vocabulary, value FROM vocabularies"):
        words.setdefault(vocabulary, []).append(value)
    columns: dict[str, dict[str, tuple[Any, ...]]] = {}
    for table, column, *told in connection.execute(COLUMNS):
        columns.setdefault(table, {})[column] = tuple(told)
    searched = {
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE '%\\_fts' ESCAPE '\\'")
    }
    found = []
    for name, is_view, title, said in connection.execute(
        'SELECT name, "view", title, description FROM tables ORDER BY name'
    ):
        fields = tuple(_field(row, columns[name], words) for row in connection.execute(f'PRAGMA table_info("{name}")'))
        first = None if is_view else connection.execute(f'SELECT id FROM "{name}" ORDER BY id LIMIT 1').fetchone()
        found.append(
            Rows(name, title, said, fields, f"{name}_fts" in searched, first[0] if first else None, bool(is_view))
        )
    return found


def _field(row: Any, told: dict[str, tuple[Any, ...]], words: dict[str, list[str]]) -> Field:
    kind, said, vocabulary, refers_to = told.get(row[1], ("ANY", "", None, None))
    return Field(row[1], kind, said, not row[3], tuple(words.get(vocabulary, ())), refers_to)


async def queries_of(site: Site) -> list[Query]:
    """The saved queries that Datasette 0.65 or 1.0 knows for our database."""
    if hasattr(site.datasette, "list_queries"):
        given = (await site.datasette.list_queries("readout", actor=None, limit=200)).queries
        told = [(query.name, query.title, query.description, query.sql, query.parameters) for query in given]
    else:
        known = await site.datasette.get_canned_queries("readout", None)
        told = [
            (name, query.get("title"), query.get("description"), query["sql"], query.get("params"))
            for name, query in known.items()
        ]
    found = []
    for name, title, whole, sql, parameters in sorted(told, key=lambda each: str(each[0])):
        names = list(dict.fromkeys(parameters or await derive_named_parameters(site.database, sql)))
        said, hints = split_description(whole or "", names)
        found.append(Query(name, title or name, said, {each: hints.get(each, "") for each in names}))
    return found
