"""Whatever stands in the data: no page runs it, loads it, or leads to where it wants."""

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette

from readout.web.cells import cell, link
from readout.web.marks import web
from readout.web.prose import markdown
from tests.web.conftest import Fetch
from tests.web.hostile import ADDRESSES, MARKUP, STRINGS, Leads, leads_out, poison

GOOD = [
    "https://outlet.example/a/b?c=d&e=f#g", "http://outlet.example", "https://outlet.example:8080/", "https://www.outlet.example/ä/日本",
    "https://outlet.example/a_(b)", "https://xn--fsq.example/", "http://127.0.0.1:8001/readout", "https://outlet.example/?q=a%20b@c",
]  # fmt: skip


@pytest.fixture(scope="module")
def poisoned(real_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's dataset, with hostile strings in every text."""
    database = tmp_path_factory.mktemp("poisoned") / "readout.db"
    database.write_bytes(real_database.read_bytes())
    poison(database)
    return database


def addresses(database: Path) -> list[str]:
    """A page of every sort: tables, views, rows, the reader's pages, search, comparisons."""
    with closing(sqlite3.connect(database)) as connection:
        named = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%fts%'"
        tables = [row[0] for row in connection.execute(named)]

        def first(table: str) -> str:
            return str(connection.execute(f"SELECT id FROM {table} ORDER BY id LIMIT 1").fetchone()[0])

        kinds = ("stories", "articles", "outlets", "actors", "events", "claims", "utterances", "concepts")
        found = [f"/{kind}/{first(kind)}" for kind in kinds] + [f"/readout/{kind}/{first(kind)}" for kind in kinds]
        ids = [row[0] for row in connection.execute("SELECT id FROM articles ORDER BY id LIMIT 3")]
        values = {row[0] for row in connection.execute("SELECT count(*) FROM quotes")}
    assert values
    compare = "/compare?" + "&".join(f"article={name}" for name in ids)
    asked = ["/search?q=alert", "/search?q=javascript", "/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", compare]
    sql = [
        "/readout?sql=select+*+from+articles",
        "/readout?sql=select+%27%3Cscript%3Ealert(1)%3C/script%3E%27+as+%22%3Cb%3E%22",
    ]
    return ["/", "/readout", "/plots", *[f"/readout/{table}" for table in tables], *found, *asked, *sql]


def test_the_data_is_really_hostile(poisoned: Path) -> None:
    """Every string stands somewhere."""
    with closing(sqlite3.connect(poisoned)) as connection:
        texts = "\n".join(connection.iterdump())
    assert [
        said for said in STRINGS if said.replace("'", "''").replace("\x00", "") not in texts.replace("\x00", "")
    ] == []


def test_no_page_runs_or_loads_or_leads_anywhere_else(fetch: Fetch, poisoned: Path) -> None:
    """No script, no picture, no form, no link of theirs, on any page, and every page is there."""
    for address in addresses(poisoned):
        page = fetch(poisoned, address)
        assert page.status == 200, (address, page.text[:500])
        found = Leads(page.text)
        assert found.wrong == [], address
        assert [lead for lead in found.leads if leads_out(lead)] == [], address


def test_no_feed_leads_anywhere_else(fetch: Fetch, poisoned: Path) -> None:
    """Feeds and the sitemap are well-formed, and hold no address but this site's."""
    for address in ("/feeds/articles.atom", "/feeds/changes.atom", "/sitemap.xml"):
        tree = ElementTree.fromstring(fetch(poisoned, address).text)
        leads = [element.get("href") for element in tree.iter() if element.get("href")]
        leads += [element.text for element in tree.iter() if element.tag.endswith(("}loc", "}uri"))]
        assert leads
        assert [lead for lead in leads if not str(lead).startswith("http://localhost/")] == []


def test_copies_as_markdown_are_text(fetch: Fetch, poisoned: Path) -> None:
    """No cell's bracket, angle or pipe is markup."""
    text = fetch(poisoned, "/readout/articles.md").text
    assert not re.search(r"(?<!\\)[<\[`]", text.split("\n", 2)[2])


def test_plots_hold_no_markup_of_theirs(fetch: Fetch, poisoned: Path) -> None:
    """As a file a drawing is opened by itself: it may run nothing."""
    for name in ("timeline", "stance", "sources", "similarity", "activity"):
        answer = fetch(poisoned, f"/plots/{name}.svg")
        found = Leads(answer.text)
        assert [wrong for wrong in found.wrong if not wrong.startswith("<style>")] == []
        assert "<script" not in answer.text
        assert "<foreignObject" not in answer.text
        assert [lead for lead in found.leads if leads_out(lead)] == []
        assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_dangerous_address_is_text(address: str) -> None:
    """In a cell, in a link of ours, and in a curator's Markdown."""
    assert web(address) == ""
    assert "<a" not in link(address)
    assert "<a" not in str(cell(address, "url", "articles", "/readout") or "")
    for written in (f"[x]({address})", f"<{address}>", f"[x]: {address}\n\n[x]", f"[x](<{address}>)"):
        assert "href" not in str(markdown(written)) or not Leads(str(markdown(written))).leads & {
            address,
            address.strip(),
        }


@pytest.mark.parametrize("address", GOOD)
def test_a_good_address_is_a_link(address: str) -> None:
    """As it was written."""
    assert web(address) == address
    assert Leads(link(address)).leads == {address}


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_in_a_note_is_text(markup: str) -> None:
    """A curator's Markdown has no HTML, no pictures."""
    found = Leads(str(markdown(f"a\n\n{markup}\n\n- {markup}\n\n> {markup}")))
    assert found.wrong == []
    assert [lead for lead in found.leads if not lead.startswith(("https://evil.example",))] == []


def test_html_in_the_metadata_is_not_used(poisoned: Path, tmp_path: Path) -> None:
    """Only plain descriptions, licences and sources are shown, and only web addresses are links."""
    bad = "<script>alert(1)</script>"
    shown = ("title", "description", "description_html", "source", "license", "about", "footer_html")
    about = dict.fromkeys(shown, bad)
    about |= dict.fromkeys(("source_url", "license_url", "about_url"), "javascript:alert(1)")
    tables = {"articles": {**about, "columns": {"headline": bad}}}
    queries = {"q": {"sql": "select 1", **about}}
    metadata = {**about, "databases": {"readout": {**about, "tables": tables, "queries": queries}}}
    datasette = Datasette([], immutables=[str(poisoned)], metadata=metadata)
    for path in ("/", "/readout", "/readout/articles", "/readout/q"):
        answer = asyncio.run(datasette.client.get(path))
        assert answer.status_code == 200
        assert Leads(answer.text).wrong == [], path
        assert not [lead for lead in Leads(answer.text).leads if "javascript" in lead.lower()], path
