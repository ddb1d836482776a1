"""The links to CSVs on the pages, and CSVs of a site with other settings."""

import asyncio
import csv
import html
import io
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from datasette import __version__
from datasette.app import Datasette

NEWER = not __version__.startswith("0.")
SQL = "/readout/-/query" if NEWER else "/readout"
Get = Callable[..., Any]


@pytest.fixture(scope="module")
def get(database: Path) -> Iterator[Get]:
    """Fetch an address of the made-up project, or of another database, with other settings if need be."""
    loop = asyncio.new_event_loop()

    def start(file: Path, settings: dict[str, Any]) -> Datasette:
        return Datasette([], immutables=[str(file)], settings=settings)

    usual = start(database, {})

    def fetch(path: str, file: Path | None = None, **settings: Any) -> Any:
        datasette = start(file or database, settings) if file or settings else usual
        return loop.run_until_complete(datasette.client.get(path, follow_redirects=True))

    yield fetch
    loop.close()


def links(page: str) -> list[str]:
    """The addresses of CSVs in a page, but for those in text to copy."""
    return [html.unescape(url) for url in re.findall(r'href="([^"]*\.csv[^"]*)"', page)]


PAGES = [
    "/", "/readout/quotes?type=direct&_sort=cue&_size=2", "/readout/claim_matrix", "/search?q=lantern",
    f"{SQL}?sql=select+*+from+claims+where+kind+%3D+:kind&kind=fact",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_links_give_a_file_for_a_spreadsheet(get: Get, path: str) -> None:
    """It is saved under a name, Excel reads it as UTF-8, no cell runs, and it has all rows."""
    found = links(get(path).text)
    assert found
    for url in found:
        asked = parse_qs(urlsplit(url).query)
        assert (asked["_dl"], asked["_bom"]) == (["on"], ["on"])
        assert not asked.keys() & {"_raw", "_size", "_next"}
        answer = get(url)
        assert answer.status_code == 200, url
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert answer.headers["content-disposition"].startswith('attachment; filename="readout-')


def test_every_section_of_a_page_links_to_its_rows(get: Get, rows: Callable[..., Any], database: Path) -> None:
    """In the same form."""
    story = rows(database, "SELECT id FROM stories")[0][0]
    found = links(get(f"/stories/{story}").text)
    assert len(found) > 3
    for url in found:
        answer = get(url)
        assert answer.status_code == 200, url
        assert answer.content.startswith(b"\xef\xbb\xbf")


def test_code_to_copy_asks_for_what_a_program_needs(get: Get) -> None:
    """pandas and R get raw values without a mark; a file by curl is harmless."""
    page = get("/readout/quotes?type=direct&_size=2").text
    copied = dict(re.findall(r'<textarea id="copy-(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.S))
    for way, raw in (("pandas", True), ("r", True), ("curl", False)):
        url = re.search(r"http\S*\.csv[^\s\"',)]*", html.unescape(copied[way]))
        assert url
        asked = parse_qs(urlsplit(url[0]).query)
        assert asked == {"type": ["direct"]} | ({"_raw": ["on"]} if raw else {})
        assert get(url[0].removeprefix("http://localhost")).text.startswith("id,")


def test_the_rows_to_copy_are_harmless(get: Get) -> None:
    """They are pasted into spreadsheets, too."""
    page = get(f"{SQL}?sql=select+'%3D1'+as+a,+-2+as+b,+'a;%3D1'+as+c").text
    copied = re.search(r'<textarea id="copy-csv"[^>]*>\n?(.*?)</textarea>', page, re.S)
    assert copied
    assert list(csv.reader(io.StringIO(html.unescape(copied[1]))))[1] == ["'=1", "-2", "a;'=1"]


def test_a_query_page_says_where_all_rows_are(get: Get) -> None:
    """Only its CSV has more than Datasette's most rows."""
    page = get(f"{SQL}?sql=select+*+from+claims").text
    assert "The CSV has all rows; the others have at most 1,000." in page
    assert "Python, httpx: the first 1,000 rows" in page


def test_below_another_address(get: Get) -> None:
    """`base_url` stands before every address."""
    whole = get("/readout/claims.csv").text
    assert get("/readout/claims.csv", base_url="/data/").text == whole
    page = get("/readout/claims", base_url="/data/").text
    assert all(url.startswith("/data/readout/claims.csv") for url in links(page))
    part = get("/readout/claims.csv?_size=2", base_url="/data/")
    assert "/data/readout/claims.csv?" in part.links["next"]["url"]


def test_a_site_that_gives_no_whole_tables(get: Get) -> None:
    """`allow_csv_stream off`: it says so, and gives pages, rows and queries."""
    answer = get("/readout/claims.csv", allow_csv_stream=False)
    assert (answer.status_code, "Whole tables are not given here" in answer.text) == (400, True)
    assert get("/readout/claims.csv?_size=2", allow_csv_stream=False).text.count("\r\n") == 3
    assert get(f"{SQL}.csv?sql=select+1", allow_csv_stream=False).status_code == 200


def test_others_may_fetch_where_the_site_lets_them(database: Path) -> None:
    """`--cors`: the header is on the file, and on what is said instead of it."""

    async def heads() -> list[Any]:
        client = Datasette([], immutables=[str(database)], cors=True).client
        paths = ("/readout/claims.csv", "/readout/nothing.csv")
        return [*[await client.get(path) for path in paths], await client.options(paths[0])]

    for answer in asyncio.run(heads()):
        assert answer.headers["access-control-allow-origin"] == "*"


VIEW = """CREATE VIEW slow AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {steps})
SELECT max(i) AS most FROM n"""


def test_a_view_that_is_too_slow_for_a_page_is_a_csv(get: Get, tmp_path: Path) -> None:
    """Its page would have to answer in time; the file may take longer, and is not asked for twice."""
    file = tmp_path / "readout.db"
    with closing(sqlite3.connect(file)) as connection:
        steps, taken = 50_000, 0.0
        while taken < 0.3:
            steps *= 2
            connection.executescript("DROP VIEW IF EXISTS slow;" + VIEW.format(steps=steps))
            started = time.perf_counter()
            connection.execute("SELECT * FROM slow").fetchall()
            taken = time.perf_counter() - started
    assert get("/readout/slow.json", file, sql_time_limit_ms=150).status_code == 400
    assert get("/readout/slow.csv", file, sql_time_limit_ms=150).text == f"most\r\n{steps}\r\n"
