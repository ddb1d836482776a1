"""The rows of a page, ready to be taken along: as CSV and Markdown, and as code that fetches them."""

import csv
import io
import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette import Response

from readout.spreadsheet import harmless
from readout.web.cells import plain
from readout.web.section import FOR_A_SPREADSHEET, Site

#: Longer texts are not written into a page; a link leads to them.
LONGEST = 60_000
#: Of the address, what only the page needs.
OF_THE_PAGE = ("_facet", "_next", "_size", "_nofacet", "_nosuggest", "_nocount", "_hide_sql", "_show_sql", "_labels")

PANDAS = """\
import pandas as pd

{name} = pd.read_csv({url})
"""
HTTPX = """\
import httpx

url, {name} = {url}, []
while url:
    answer = httpx.get(url, timeout=60).raise_for_status()
    {name} += answer.json()
    url = answer.links.get("next", {{}}).get("url")
"""
R = """\
{name} <- read.csv({url}, encoding = "UTF-8", na.strings = "")
"""
CURL = """\
curl --fail --location --output {file} {url}
"""


@dataclass(frozen=True)
class Copy:
    """One way of taking the rows along; text too long for a page is empty, and its address is given."""

    id: str
    title: str
    text: str
    address: str = ""


def copies(
    site: Site, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], pages: bool
) -> tuple[list[Copy], dict[str, str]]:
    """The ways, and the addresses of the whole as CSV, JSON and Markdown.

    `pages` says that the rows run over several pages, as a table's do and a query's don't.
    """
    urls = {
        "csv": address(site, "csv", FOR_A_SPREADSHEET),
        "json": address(site, "json", {"_shape": "array", "_size": "max"} if pages else {"_shape": "array"}),
        "md": address(site, "md", {"_size": "max"} if pages else {}),
    }
    rows_as_json = site.datasette.absolute_url(site.request, urls["json"])
    most = "all" if pages else f"the first {int(site.datasette.setting('max_returned_rows')):,}"
    table = [[plain(cell) for cell in row] for row in rows]
    word = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in name).strip("_").lower() or "rows"
    word = word if word[0].isalpha() else f"rows_{word}"
    raw = site.datasette.absolute_url(site.request, address(site, "csv", {"_raw": "on"}))
    safe = site.datasette.absolute_url(site.request, address(site, "csv", {}))
    python = {"name": word, "url": json.dumps(raw)}
    found = [
        Copy("csv", "CSV, the rows shown", _short(as_csv(columns, table)), urls["csv"]),
        Copy("markdown", "Markdown, the rows shown", _short(as_markdown(columns, table)), urls["md"]),
        Copy("pandas", "Python, pandas: all rows", PANDAS.format(**python)),
        Copy("httpx", f"Python, httpx: {most} rows", HTTPX.format(name=word, url=json.dumps(rows_as_json))),
        Copy("r", "R: all rows", R.format(**python)),
        Copy("curl", "curl: all rows", CURL.format(file=f"{word}.csv", url=shlex.quote(safe))),
    ]
    if site.frozen is not None:  # nobody answers an address there; the files stand beside the page
        return found[:2], urls
    return found, urls


def address(site: Site, form: str, extra: dict[str, str]) -> str:
    """The address of this page's rows in another form, without what only the page needs."""
    given = [(key, value) for key in site.request.args for value in site.request.args.getlist(key)]
    kept = [(key, value) for key, value in given if key not in {*OF_THE_PAGE, *extra} and value]
    asked = urlencode([*kept, *extra.items()])
    return f"{site.request.path}.{form}" + (f"?{asked}" if asked else "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else ""


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV that a spreadsheet may be given."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([map(harmless, row) for row in (columns, *rows)])
    return written.getvalue()


def as_markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as a table of GitHub's Markdown; what is markup in a cell stays text."""
    lines = [_line(columns), "|" + " --- |" * len(columns)]
    return "\n".join([*lines, *(_line(row) for row in rows)]) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_marked(cell) for cell in cells) + " |"


def _marked(cell: str) -> str:
    for sign in "\\|`*_[]<":
        cell = cell.replace(sign, "\\" + sign)
    return " ".join(cell.split())


def render_markdown(columns: list[str], rows: list[Any]) -> Response:
    """The answer to an address that ends in `.md`: the rows of a table or a query."""
    table = [[_value(row[column]) for column in columns] for row in rows]
    return Response(as_markdown(columns, table), content_type="text/markdown; charset=utf-8")


def _value(value: Any) -> str:
    if isinstance(value, Mapping) and "label" in value:
        value = value["label"] or value.get("value")
    return "" if value is None else str(value)
