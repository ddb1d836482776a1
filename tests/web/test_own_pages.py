"""Datasette's own pages: what they say is what the database holds, and nothing in them runs."""

import asyncio
import csv
import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from datasette import __version__
from datasette.app import Datasette

from readout.web import cells, copies, own_pages
from readout.web.section import Site
from tests.web.conftest import Changed

NEWER = not __version__.startswith("0.")
SQL = "/readout/-/query" if NEWER else "/readout"
ARTICLE = "2025-12-12-japan-defense-chief-phone-call"

Get = Callable[..., Any]


@pytest.fixture(scope="module")
def get(real_database: Path) -> Iterator[Get]:
    """Fetch an address as `readout serve` would answer it: get("/readout/quotes"), of another database too."""
    loop = asyncio.new_event_loop()
    told = yaml.safe_load((real_database.parents[1] / "metadata.yml").read_text())
    given: dict[str, Any] = {"metadata": told} | ({"config": told} if NEWER else {})
    settings = {"suggest_facets": False, "truncate_cells_html": 300, "default_page_size": 50}

    def start(database: Path) -> Datasette:
        return Datasette([], immutables=[str(database)], settings=settings, **given)

    real = start(real_database)  # here and not in a test: 1.0 closes at its end what a test starts

    def fetch(path: str, database: Path | None = None) -> Any:
        datasette = start(database) if database else real
        return loop.run_until_complete(datasette.client.get(path, follow_redirects=True))

    yield fetch
    loop.close()


def text_of(page: str) -> str:
    """What stands in a page, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


PAGES = [
    "/readout",
    "/readout/quotes",
    "/readout/quotes?type=direct&_sort_desc=cue&_facet=cue&_size=3",
    "/readout/claim_matrix",
    f"/readout/articles/{ARTICLE}",
    "/readout/compare_outlets?story=&outlet_a=global-times&outlet_b=the-japan-news",
    f"{SQL}?sql=select+*+from+claims+where+kind+%3D+:kind&kind=fact",
    f"{SQL}?sql=select+nope",
    f"{SQL}?sql=drop+table+quotes",
    "/readout/nope",
    "/-/allow-debug",
    "/-/patterns",
    "/-/messages",
    "/-/versions",
    *(["/readout/-/schema", "/readout/-/queries", "/-/api", "/-/debug/autocomplete"] if NEWER else []),
]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_stands_inline_and_every_control_has_a_name(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", answer.text)
    assert '<html lang="en">' in answer.text
    assert len(re.findall(r"<h1\b", answer.text)) == 1
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', answer.text))
    wrapped = "".join(re.findall(r"<label\b.*?</label>", answer.text, re.S))
    for control in re.findall(r"<(?:select|textarea|input)\b[^>]*>", answer.text):
        name = re.search(r'\bid="([^"]+)"', control)
        assert 'type="hidden"' in control or control in wrapped or (name and name[1] in labelled), control


def test_a_table_says_what_it_is_and_shows_its_rows(get: Get, real_database: Path, rows: Callable[..., Any]) -> None:
    page = get("/readout/quotes").text
    [(count,)] = rows(real_database, "SELECT count(*) FROM quotes")
    assert f"{count} rows" in text_of(page)
    assert "<h1>Quotes</h1>" in page
    assert "One article&#39;s rendering of somebody&#39;s words" in page
    for (words,) in rows(real_database, "SELECT words FROM quotes ORDER BY article, id LIMIT 20"):
        assert html.escape(words[:40], quote=False).replace('"', "&#34;").replace("'", "&#39;") in page
    told = yaml.safe_load((real_database.parents[1] / "metadata.yml").read_text())
    for description in told["databases"]["readout"]["tables"]["quotes"]["columns"].values():
        assert description in html.unescape(page)


def test_a_reference_stands_with_its_name_and_its_id_in_the_title(get: Get) -> None:
    page = get("/readout/articles").text
    assert '<a href="/readout/outlets/global-times" title="global-times">Global Times</a>' in page


def test_facets_stand_in_their_order_and_none_vanishes_without_a_word(get: Get) -> None:
    page = get("/readout/quotes").text
    assert re.findall(r'id="facet-(\w+)"', page) == ["article", "speaker", "type", "channel", "distance", "suggested"]
    left_out = get("/readout/quotes?_nofacet=1").text
    assert "Not counted here: article, speaker, type, channel, distance, suggested." in text_of(left_out)


def test_a_facet_that_timed_out_is_named_with_its_sql(real_database: Path) -> None:
    async def asked() -> own_pages.Facets:
        datasette = Datasette([], immutables=[str(real_database)])
        await datasette.invoke_startup()
        return await own_pages.Own(Site(datasette)).facets("readout", "quotes", [], ["type"])

    facets = asyncio.run(asked())
    assert [slow["name"] for slow in facets.slow] == ["type"]
    assert "GROUP+BY+1" in facets.slow[0]["href"]


def test_a_row_has_its_name_its_page_its_references_and_the_meanings(
    get: Get, real_database: Path, rows: Callable[..., Any]
) -> None:
    page = get(f"/readout/articles/{ARTICLE}").text
    assert "Japan&#39;s defense chief holds phone call" in re.search(r"<h1>.*?</h1>", page, re.S)[0]  # type: ignore[index]
    assert f'href="/articles/{ARTICLE}"' in page
    assert '<a href="/readout/outlets/global-times"><bdi>Global Times</bdi></a>' in page
    assert 'href="/outlets/global-times"' in page
    assert "The headline as printed." in page
    genre = "(SELECT genre FROM articles WHERE id = ?)"
    sql = f"SELECT meaning FROM vocabularies WHERE vocabulary = 'genre' AND value = {genre}"
    [(meaning,)] = rows(real_database, sql, ARTICLE)
    assert meaning in html.unescape(page)


def test_a_row_lists_what_refers_to_it_by_name(get: Get, real_database: Path, rows: Callable[..., Any]) -> None:
    page = get("/readout/outlets/global-times").text
    for (headline,) in rows(real_database, "SELECT headline FROM articles WHERE outlet = 'global-times'"):
        assert headline[:60] in html.unescape(page)
    [(count,)] = rows(real_database, "SELECT count(*) FROM coverage WHERE article = ?", ARTICLE)
    assert f"{count} rows" in text_of(get(f"/readout/articles/{ARTICLE}").text)


def test_a_label_that_says_little_gets_what_it_is_about(
    get: Get, real_database: Path, rows: Callable[..., Any]
) -> None:
    sql = "SELECT coverage.id, stance, statement FROM coverage JOIN claims ON claims.id = claim LIMIT 1"
    [(key, stance, statement)] = rows(real_database, sql)
    assert f"{stance}: {statement}"[:100] in html.unescape(get(f"/readout/coverage/{key}").text)


def test_evidence_leads_to_its_annotation(get: Get, real_database: Path, rows: Callable[..., Any]) -> None:
    [(key, annotation)] = rows(real_database, "SELECT id, annotation FROM evidence WHERE kind = 'quote' LIMIT 1")
    assert f'href="/readout/quotes/{annotation}"' in get(f"/readout/evidence/{key}").text


def test_tables_stand_on_their_shelves(get: Get, real_database: Path, rows: Callable[..., Any]) -> None:
    page = get("/readout").text
    shelves = {part.split("</h2>")[0]: part for part in page.split('<div class="section-head" id="shelf-')[1:]}
    found = {
        re.sub(r'^\d+"><h2>', "", title): re.findall(r"<code>(\w+)</code>", part) for title, part in shelves.items()
    }
    assert found["Articles and what was found in them"][0] == "articles"
    assert {"quotes", "coverage", "evidence"} <= set(found["Articles and what was found in them"])
    assert {"outlets", "actors", "claims", "events", "places"} <= set(found["Registers"])
    assert {"actor_names", "article_grounds", "quote_hops"} <= set(found["Lists and grounds"])
    assert {"claim_matrix", "quote_variants", "silences"} <= set(found["Derived"])
    assert set(found["Dictionary"]) == {"dataset", "tables", "columns", "vocabularies"}
    sql = "SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%\\_fts%' ESCAPE '\\'"
    [(count,)] = rows(real_database, sql + " AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'stored%'")
    assert sum(map(len, found.values())) == count
    queries = [query.stem for query in (real_database.parents[1] / "queries").glob("*.sql")]
    assert all(f'href="/readout/{name}"' in page for name in queries)


def test_a_saved_query_has_labelled_fields_with_hints_and_choices(get: Get) -> None:
    page = get("/readout/compare_outlets").text
    assert "What two outlets do with each claim of a story, side by side" in page
    assert "outlet_a: the first" not in page
    for number, name in enumerate(("story", "outlet_a", "outlet_b"), 1):
        assert f'<label for="parameter-{number}">{name}</label>' in page
    assert "the first outlet&#39;s id, such as global-times." in page
    assert '<option value="global-times">Global Times</option>' in page


def test_an_error_is_a_sentence_and_the_sql_is_kept(get: Get) -> None:
    assert "This SQL does not run. No such column: nope." in text_of(get(f"{SQL}?sql=select+nope").text)
    refused = get(f"{SQL}?sql=drop+table+quotes")
    assert refused.status_code == 400
    assert "Statement must be a SELECT." in refused.text
    assert "drop table quotes</textarea>" in refused.text
    slow = "with recursive a(x) as (select 1 union all select x%2B1 from a) select count(*) from a"
    assert "It took too long and was stopped." in get(f"{SQL}?sql={slow}").text


@pytest.mark.parametrize(
    "asked", ["_search=%22", "_sort=nope", "_facet=nope", "_size=nope", "_col=nope", "_where=nope"]
)
def test_what_is_asked_wrongly_gets_400_and_a_way_back(get: Get, asked: str) -> None:
    answer = get(f"/readout/quotes?{asked}")
    assert answer.status_code == 400
    assert '<a class="button" href="/readout/quotes">' in answer.text


def test_what_is_not_there_gets_404_and_what_is_near(get: Get) -> None:
    row = get("/readout/outlets/globl-times")
    assert row.status_code == 404
    assert 'href="/readout/outlets/global-times"' in row.text
    table = get("/readout/quote")
    assert table.status_code == 404
    assert 'href="/readout/quotes"' in table.text
    assert get("/readout/quote.json").status_code == 404


def test_rows_are_there_to_copy(get: Get, real_database: Path, rows: Callable[..., Any]) -> None:
    page = get("/readout/outlets").text
    ways = dict(re.findall(r'<textarea id="copy-(\w+)"[^>]*>\n(.*?)</textarea>', page, re.S))
    assert set(ways) == {"csv", "markdown", "pandas", "httpx", "r", "curl"}
    copied = list(csv.DictReader(io.StringIO(html.unescape(ways["csv"]))))
    expected = rows(real_database, "SELECT id, name FROM outlets ORDER BY name")
    assert [(row["id"], row["name"]) for row in copied] == expected
    assert "pd.read_csv(" in ways["pandas"]
    url = re.search(r"http://localhost(/[^'\s]*)", html.unescape(ways["curl"]))
    assert url
    fetched = list(csv.DictReader(io.StringIO(get(url[1]).text)))
    assert sorted(row["id"] for row in fetched) == sorted(row[0] for row in expected)


def test_every_table_and_query_is_there_as_markdown(get: Get) -> None:
    for path in ("/readout/outlets.md", f"{SQL}.md?sql=select+id,+name+from+outlets+order+by+name"):
        answer = get(path)
        assert answer.headers["content-type"].startswith("text/markdown")
        assert "| --- |" in answer.text
        assert "Global Times" in answer.text


HOSTILE = """
PRAGMA ignore_check_constraints = ON;
UPDATE articles SET headline = '<script>alert(1)</script>', url = 'javascript:alert(1)', section = '=1+1',
  note = replace(hex(zeroblob(50000)), '00', 'lo ng') WHERE id = '2025-12-12-japan-defense-chief-phone-call';
UPDATE outlets SET name = '<b>|`x`' || char(8238) WHERE id = 'global-times';
UPDATE claims SET statement = '</textarea><img src=x onerror=alert(1)>';
"""


@pytest.mark.parametrize(
    "path",
    [
        "/readout/articles", f"/readout/articles/{ARTICLE}", "/readout/outlets/global-times", "/readout/claims",
        f"{SQL}?sql=select+headline,+url,+note+from+articles", "/readout/left_out?article=", "/readout/articles/nope",
        "/readout/left_out?article=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)  # fmt: skip
def test_any_text_is_shown_as_text(get: Get, real_database: Path, changed: Changed, path: str) -> None:
    page = get(path, changed(real_database, HOSTILE)).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert 'href="javascript' not in page
    assert page.rstrip().endswith("</html>")


def test_long_text_is_folded_in_a_table_and_whole_in_its_row(get: Get, real_database: Path, changed: Changed) -> None:
    database = changed(real_database, HOSTILE)
    assert len(get("/readout/articles", database).text) < 200_000
    assert "more characters stand in the row." in get("/readout/articles", database).text
    assert get(f"/readout/articles/{ARTICLE}", database).text.count("lo ng") >= 50_000


EMPTY = "PRAGMA foreign_keys = OFF;" + "".join(
    f"DELETE FROM {table};" for table in ("articles", "quotes", "coverage", "claims", "outlets", "evidence", "mentions")
)


@pytest.mark.parametrize("path", ["/readout", "/readout/articles", "/readout/claim_matrix", "/readout/compare_outlets"])
def test_nothing_in_it_yet(get: Get, real_database: Path, changed: Changed, path: str) -> None:
    answer = get(path, changed(real_database, EMPTY))
    assert answer.status_code == 200
    assert "0 rows" in text_of(answer.text) or path == "/readout"


def test_a_description_is_told_from_those_of_the_parameters() -> None:
    told = own_pages.split_description("What: it shows. story: a story: an id. kind: any.", ["story", "kind"])
    assert told == ("What: it shows.", {"story": "a story: an id.", "kind": "any."})


def test_markdown_keeps_markup_as_text() -> None:
    assert copies.as_markdown(["a"], [["x|y <b>\n*z*"]]).splitlines()[2] == r"| x\|y \<b> \*z\* |"


@pytest.mark.parametrize(
    ("value", "column", "expected"),
    [
        ("javascript:alert(1)", "url", None),
        ("https://example.org/a b", "url", None),
        ("koizumi", "claim", '<a href="/readout/claims/koizumi">koizumi</a>'),
        ("Global Times", "outlet", None),
        ("global-times", "outlet_a", '<a href="/readout/outlets/global-times">global-times</a>'),
        (12, "claim", None),
    ],
)
def test_cells(value: Any, column: str, expected: str | None) -> None:
    assert cells.cell(value, column, "silences", "/readout") == expected
