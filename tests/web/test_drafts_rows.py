"""A draft never passes as reviewed: each row about one says so, in sections, queries, tables, views and exports."""

import csv
import io
import itertools
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from readout.sql import Statement, parse_statement, read_statements
from tests.conftest import ROOT
from tests.web.conftest import Fetch

from .draft import DRAFT, NAME, OUTLET, REVIEWED

#: Sections that are never shown by themselves, or stand on the draft's own page only.
PARTS_OF_A_PAGE = {"article_spans", "sitemap"}
SECTIONS = sorted(path.stem for path in (ROOT / "readout/web/sql").glob("*.sql") if not path.stem.startswith("search_"))


def is_about_the_draft(row: dict[str, Any]) -> bool:
    """Whether a row names the draft, or one of its annotations."""
    return any(isinstance(value, str) and (value == DRAFT or value.startswith(f"{DRAFT}-")) for value in row.values())


def says_draft(row: dict[str, Any]) -> bool:
    """Whether a row says that it is about a draft: in a column with the status, or in one that counts drafts."""
    counted = any("draft" in name and value not in (0, "0", None, "") for name, value in row.items())
    return counted or any("status" in name and value == "draft" for name, value in row.items())


@pytest.fixture(scope="module")
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    """The made-up database."""
    with closing(sqlite3.connect(database)) as opened:
        opened.row_factory = sqlite3.Row
        yield opened


@pytest.fixture(scope="module")
def ids(connection: sqlite3.Connection) -> Callable[[str], list[str]]:
    """All ids of a table."""
    return lambda table: [row[0] for row in connection.execute(f'SELECT id FROM "{table}"')]


@pytest.fixture(scope="module")
def values(ids: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """For each parameter of the sections and the saved queries the values to try."""
    kinds = ("actor", "claim", "concept", "event", "outlet", "utterance")
    every = {kind: ids(f"{kind}s") for kind in kinds} | {"speaker": ids("actors"), "story": ids("stories")}
    lists = {name: [json.dumps(ids(name))] for name in ("claims", "articles", "quotes", "coverage")}
    fixed = {
        "article": [DRAFT],
        "base": ["", "original", *ids("quotes")],
        "digits": ["10"],
        "most": ["20"],
        "kind": [""],
    }
    queried = {"outlet_a": [OUTLET], "outlet_b": ["otterby-lantern", OUTLET], "words": ["bridge"]}
    return {**every, **lists, **fixed, **queried, "cell": [""], "only": [""], "outlets": ["[]"]}


def rows_of(connection: sqlite3.Connection, found: Statement, values: dict[str, list[str]]) -> list[dict[str, Any]]:
    """All rows of a statement, for every value of its parameters."""
    names = [name for name in found.parameters if name not in ("by", "ids")]
    chosen = {"article": [DRAFT, REVIEWED], "outlet": [OUTLET, "tidewire"]}
    sides = [{"by": by, "ids": json.dumps(given)} for by, given in chosen.items()]
    sides = sides if "by" in found.parameters else [{}]
    made = []
    for side in sides:
        for given in itertools.product(*(values[name] for name in names)):
            asked = {**side, **dict(zip(names, given, strict=True))}
            made += [dict(row) for row in connection.execute(found.sql, asked)]
    return made


@pytest.mark.parametrize("name", [name for name in SECTIONS if name not in PARTS_OF_A_PAGE])
def test_each_row_of_a_section_says_so(name: str, connection: sqlite3.Connection, values: dict[str, list[str]]) -> None:
    """Where it names the draft or one of its annotations; so do its CSV and its JSON."""
    found = parse_statement(ROOT / "readout/web/sql" / f"{name}.sql", name)
    about = [row for row in rows_of(connection, found, values) if is_about_the_draft(row)]
    assert [row for row in about if not says_draft(row)] == []


QUERIES = {query.name: query for query in read_statements(ROOT, "queries")[0]}


@pytest.mark.parametrize("name", QUERIES)
def test_each_row_of_a_saved_query_says_so(
    name: str, connection: sqlite3.Connection, values: dict[str, list[str]]
) -> None:
    """Also where it names the draft's outlet only."""
    connection.create_function("escape_fts", 1, lambda words: f'"{words}"')
    made = rows_of(connection, QUERIES[name], {**values, "story": [""], "article": [DRAFT, ""]})
    about = [row for row in made if is_about_the_draft(row) or NAME in row.values() or name == "compare_outlets"]
    assert about
    assert [row for row in about if not says_draft(row)] == []


def tables(database: Path) -> list[str]:
    """All tables and views, but the dictionary and what search is made of."""
    sql = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%_fts%'"
    with closing(sqlite3.connect(database)) as opened:
        names = [row[0] for row in opened.execute(sql)]
    return [name for name in names if name not in ("columns", "vocabularies") and not name.startswith("sqlite_")]


def test_each_row_of_a_table_or_view_says_so(fetch: Fetch, database: Path) -> None:
    """As JSON and as CSV, the whole of it."""
    seen = 0
    for name in tables(database):
        whole = json.loads(fetch(database, f"/readout/{name}.json?_shape=array&_size=max").text)
        text = fetch(database, f"/readout/{name}.csv?_size=max").text
        copied = [row for row in csv.DictReader(io.StringIO(text)) if is_about_the_draft(row)]
        about = [row for row in whole if is_about_the_draft(row)]
        assert [row for row in [*about, *copied] if not says_draft(row)] == [], name
        assert len(about) == len(copied)
        seen += len(about)
    assert seen > 80


def test_outlets_are_counted_with_their_drafts(database: Path, connection: sqlite3.Connection) -> None:
    """Where two outlets are set against each other, the draft of one is told."""
    pairs = [dict(row) for row in connection.execute("SELECT outlet_a, outlet_b, drafts FROM outlet_pairs")]
    assert pairs
    assert all(pair["drafts"] == (OUTLET in (pair["outlet_a"], pair["outlet_b"])) for pair in pairs)
