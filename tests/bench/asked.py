"""Every statement that a site asks of its database, with the values that give it most to do.

The statements of the pages, the saved queries, the first page of each table and view, with its facets, and searches.
"""

import json
import math
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from readout.metadata import metadata
from readout.schema_compile import parse_schema
from readout.server import SETTINGS
from readout.sql import Statement, parse_statement, read_statements
from readout.web.compared import MOST_ARTICLES
from readout.web.plots.kinds import KINDS, MOST_OF_ALL, MOST_ROWS, STATEMENTS
from readout.web.section import FOLDER, PAGE_SIZE

from .made.contract import ROOT

#: Rows of a page of a statement where they are not PAGE_SIZE; a plot is drawn of many.
SIZES = {"story_cells": 100_000, "compare_cells": 100_000, "utterance_changes": 100_000, "article_spans": 20_000}
#: What Datasette shows of a saved query.
MOST_OF_QUERY = 1000
#: By parameter, the record with most rows behind it.
BUSIEST = {
    "actor": "SELECT speaker FROM quotes WHERE speaker IS NOT NULL",
    "article": "SELECT article FROM coverage",
    "claim": "SELECT claim FROM coverage",
    "concept": "SELECT concept FROM namings",
    "event": "SELECT event FROM mentions",
    "outlet": "SELECT outlet FROM articles WHERE outlet IS NOT NULL",
    "story": "SELECT story FROM articles",
    "utterance": "SELECT utterance FROM quotes WHERE utterance IS NOT NULL",
}
#: Statements for which it makes a difference whether they are asked of one story or of all.
PLOTS = {STATEMENTS.get(name, f"plot_{name}"): name for name in KINDS}
OF_ALL = re.compile(r"plot_.*|compare_choices_.*")


@dataclass(frozen=True)
class Asked:
    """A statement as a page asks it: `of` is the statement's or the table's name, `case` what it is asked with."""

    kind: str
    of: str
    case: str
    sql: str
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called in a list."""
        return f"{self.kind} {self.of}" + (f" ({self.case})" if self.case else "")


def every_statement(connection: sqlite3.Connection) -> list[Asked]:
    """All of them, with values found in a database."""
    values = busiest(connection)
    pages = [parse_statement(file, file.name) for file in sorted(FOLDER.glob("*.sql"))]
    return [
        *(asked for page in pages for asked in _of_page(page, values, connection)),
        *(asked for query in read_statements(ROOT, "queries")[0] for asked in _of_query(query, values, connection)),
        *_of_tables(connection),
    ]


def busiest(connection: sqlite3.Connection) -> dict[str, Any]:
    """A value for each parameter."""

    def column(sql: str, most: int) -> list[Any]:
        return [row[0] for row in connection.execute(f"{sql} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {most}")]

    found: dict[str, Any] = {name: (column(sql, 1) or [""])[0] for name, sql in BUSIEST.items()}
    outlets, articles = column(BUSIEST["outlet"], 6) or ["", ""], column(BUSIEST["article"], 6)
    story = {"story": found["story"]}
    claims = [row[0] for row in connection.execute("SELECT id FROM claims WHERE story = :story LIMIT 60", story)]
    shown = [row[0] for row in connection.execute("SELECT id FROM articles WHERE story = :story LIMIT 12", story)]
    asked = {"utterance": found["utterance"]}
    quotes = [row[0] for row in connection.execute("SELECT id FROM quotes WHERE utterance = :utterance", asked)]
    return found | {
        "speaker": found["actor"], "outlet_a": outlets[0], "outlet_b": outlets[-1], "claims": json.dumps(claims),
        "articles": json.dumps(shown), "quotes": json.dumps(quotes[:100]), "coverage": "[]", "outlets": "[]",
        "kind": "", "cell": "", "base": "", "digits": "7", "only": "", "most": "12", "by": "outlet",
        "ids": json.dumps(outlets), "outlet_ids": json.dumps(outlets), "article_ids": json.dumps(articles),
        "open": "[", "close": "]", "first": "", "last": "",
    }  # fmt: skip


def _of_page(page: Statement, values: dict[str, Any], connection: sqlite3.Connection) -> Iterator[Asked]:
    """A page's statement as a section of a page asks it."""
    size = MOST_ROWS if page.name.startswith("plot_") else SIZES.get(page.name, PAGE_SIZE)
    sql = f"SELECT * FROM (\n{page.sql}\n) LIMIT {size + 1} OFFSET 0"
    for case, given in _cases(page, values, connection):
        yield Asked("page", page.name, case, sql, {name: given[name] for name in page.parameters})


def _cases(page: Statement, values: dict[str, Any], connection: sqlite3.Connection) -> Iterator[tuple[str, Any]]:
    if page.name.startswith("search_") and "match" in page.parameters:
        for case, word in common_words(connection, page.name.removeprefix("search_")).items():
            found = values | {"match": f'"{word}"', "words": json.dumps([f" {word}"])}
            yield case, found | {"outlet": ""}
            if "outlet" in page.parameters:
                yield f"{case}, one outlet", found
    elif "by" in page.parameters:
        for by, story in (("outlet", ""), ("outlet", values["story"]), ("article", "")):
            case = f"6 {by}s" + (" in a story" if story else "")
            if by == "article" or story or not _too_many(connection, "articles", MOST_ARTICLES, values["outlet_ids"]):
                yield case, values | {"by": by, "ids": values[f"{by}_ids"], "story": story}
    elif OF_ALL.fullmatch(page.name):
        yield "one story", values
        counted, most = MOST_OF_ALL.get(PLOTS.get(page.name, ""), ("articles", math.inf))
        if not _too_many(connection, counted, most):
            yield "all", values | {"story": ""}
    elif page.name == "story_claims":
        yield "", values
        yield "filtered", values | {"cell": "absent", "outlets": json.dumps([values["outlet"]])}
    else:
        yield "", values


def _too_many(connection: sqlite3.Connection, counted: str, most: float, outlets: str = "") -> bool:
    """Whether a page says that there are too many rows instead of asking for them."""
    sizes = connection.execute(parse_statement(FOLDER / "plot_size.sql", "").sql)
    sums = dict(zip([column[0] for column in sizes.description], sizes.fetchone(), strict=True))
    if outlets:
        chosen = "SELECT count(*) FROM article_counts WHERE outlet IN (SELECT value FROM json_each(?))"
        sums[counted] = connection.execute(chosen, (outlets,)).fetchone()[0]
    return bool(sums[counted] > most)


def common_words(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The word that most rows of a table have, and one that few have."""
    words = f"temp.words_of_{table}"
    connection.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {words} USING fts5vocab(main, {table}_fts, row)")
    ordered = f"SELECT term FROM {words} ORDER BY doc DESC, term LIMIT 1 OFFSET ?"
    rows = [row for place in (0, 200) for row in connection.execute(ordered, (place,))]
    return {case: row[0] for case, row in zip(("most common word", "a rarer word"), rows, strict=False)} or {"": "word"}


def _of_query(query: Statement, values: dict[str, Any], connection: sqlite3.Connection) -> Iterator[Asked]:
    """A saved query with its parameters filled in, and with those that may be left empty left empty."""
    if "words" in query.parameters:
        for case, word in common_words(connection, "quotes").items():
            yield Asked("query", query.name, case, query.sql, {"words": word})
        return
    given = {name: values[name] for name in query.parameters}
    yield Asked("query", query.name, "", query.sql, given)
    optional = [name for name, text in query.parameters.items() if "leave it empty" in text]
    if optional:
        yield Asked("query", query.name, "all", query.sql, given | dict.fromkeys(optional, ""))


def _of_tables(connection: sqlite3.Connection) -> Iterator[Asked]:
    """The first page of each table and view, its facets, and a search in it."""
    schema = parse_schema((ROOT / "schema.yaml").read_text(encoding="utf-8"))
    views = read_statements(ROOT, "views")[0]
    told = metadata(schema, views, [])["databases"]["readout"]["tables"]
    for name, about in ((name, about) for name, about in told.items() if not about.get("hidden")):
        sort = f' ORDER BY "{about["sort"]}"' if "sort" in about else ""
        sort = f' ORDER BY "{about["sort_desc"]}" DESC' if "sort_desc" in about else sort
        yield Asked("rows of", name, "", f'SELECT * FROM "{name}"{sort} LIMIT {int(SETTINGS["default_page_size"]) + 1}')
        for facet in about.get("facets", []):
            most = int(SETTINGS["default_facet_size"]) + 1
            sql = (
                f'SELECT "{facet}" AS value, count(*) AS count FROM (SELECT * FROM "{name}") '
                f'WHERE "{facet}" IS NOT NULL GROUP BY "{facet}" ORDER BY count DESC, value LIMIT {most}'
            )
            yield Asked("facet of", name, facet, sql)
