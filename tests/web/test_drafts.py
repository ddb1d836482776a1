"""A draft never passes as reviewed: every page, plot and feed that shows something of one says so."""

import re
import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.web.conftest import Changed, Fetch

from .draft import DRAFT, NAME, OUTLET, REVIEWED

#: A block of a page: what stands in it is read together.
BLOCKS = {"article", "tr", "li", "h1", "h2", "h3", "summary", "dd", "th", "p"}


class Blocks(HTMLParser):
    """The blocks of a page's main part in which a link to the draft stands, each with whether it says so."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[dict[str, Any]] = []
        self.found: list[dict[str, Any]] = []
        self.is_main = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.is_main = self.is_main or tag == "main"
        if tag in BLOCKS:
            self.open.append({"tag": tag, "text": "", "links": False, "draft": False})
        names = (given.get("class") or "").split()
        for block in self.open:
            block["draft"] = block["draft"] or "draft" in names
        if (
            tag == "a"
            and self.open
            and self.is_main
            and re.match(rf"/articles/{DRAFT}([#?]|$)", given.get("href") or "")
        ):
            self.open[-1]["links"] = True

    def handle_data(self, text: str) -> None:
        for block in self.open:
            block["text"] += text

    def handle_endtag(self, tag: str) -> None:
        self.is_main = self.is_main and tag != "main"
        if any(block["tag"] == tag for block in self.open):
            while self.open:
                block = self.open.pop()
                if block["links"] and not block["draft"] and self.open and block["tag"] in ("p", "th"):
                    self.open[-1]["links"] = True
                elif block["links"]:
                    self.found.append(block)
                if block["tag"] == tag:
                    break


COMPARED = [("article", DRAFT), ("article", REVIEWED)], [("outlet", OUTLET), ("outlet", "tidewire")]


def addresses(fetch: Fetch, database: Path) -> list[str]:
    """The readers' pages: those of the sitemap, and what is asked for."""
    listed = ET.fromstring(fetch(database, "/sitemap.xml").text).iter(
        "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    )
    paths = [re.sub(r"^https?://[^/]+", "", str(each.text)) for each in listed]
    plots = [f"/plots/{name}" for name in ("timeline", "stance", "sources", "similarity", "activity")]
    return [
        *paths,
        *[f"/compare?{urlencode(pairs)}" for pairs in COMPARED],
        "/search?q=crash",
        "/search?q=bridge",
        *plots,
    ]


def test_each_link_to_the_draft_says_so_on_every_page(fetch: Fetch, database: Path) -> None:
    """In the same row, line or heading."""
    unmarked, kinds = [], set()
    for path in addresses(fetch, database):
        page = fetch(database, path)
        assert page.status == 200, path
        blocks = Blocks()
        blocks.feed(page.text)
        if blocks.found and not path.startswith(f"/articles/{DRAFT}"):
            kinds.add(path.split("/")[1].partition("?")[0])
        unmarked += [(path, " ".join(block["text"].split())[:90]) for block in blocks.found if not block["draft"]]
    assert unmarked == []
    pages = {
        "",
        "stories",
        "outlets",
        "actors",
        "events",
        "claims",
        "concepts",
        "utterances",
        "search",
        "compare",
        "plots",
    }
    assert kinds >= pages


def test_each_page_that_names_the_drafts_outlet_says_so(fetch: Fetch, database: Path) -> None:
    """It has no other article, so all that is said of it rests on the draft."""
    for path in addresses(fetch, database):
        main = fetch(database, path).text.partition("<main")[2].partition('id="choose"')[0]
        shown = re.sub(r"<option.*?</option>|<label.*?</label>", "", main, flags=re.S)
        if NAME in shown and path != "/readout":
            assert 'class="draft"' in shown or "is a draft" in shown, path


@pytest.mark.parametrize("name", ["timeline", "stance", "sources", "similarity", "activity"])
@pytest.mark.parametrize("query", ["", "?story=otterby-bridge"])
def test_a_plot_says_so_on_its_page_and_in_its_file(name: str, query: str, fetch: Fetch, database: Path) -> None:
    """With how many articles are drafts; PNG is drawn from the same SVG."""
    said = "1 of 3 articles is a draft: not yet read a second time."
    assert said in fetch(database, f"/plots/{name}{query}").text
    drawn = ET.fromstring(fetch(database, f"/plots/{name}.svg{query}").text)
    words = " ".join(" ".join(text.itertext()) for text in drawn.iter("{http://www.w3.org/2000/svg}text"))
    assert said in " ".join(words.split())


@pytest.mark.parametrize("name", ["articles", "changes"])
def test_a_feed_says_so(name: str, fetch: Fetch, database: Path) -> None:
    """In the entry of the draft, and in no other."""
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ET.fromstring(fetch(database, f"/feeds/{name}.atom").text).findall(f"{atom}entry")
    drafts = [entry for entry in entries if "is a draft" in (entry.findtext(f"{atom}summary") or "")]
    assert [DRAFT in (entry.findtext(f"{atom}id") or "") for entry in drafts] == [True]
    assert len(entries) == 3


def test_a_row_says_so_and_so_do_the_rows_that_refer_to_another(fetch: Fetch, database: Path) -> None:
    """Datasette's own page of a row: its head, and the list of what refers to it."""
    assert 'class="draft"' in fetch(database, f"/readout/articles/{DRAFT}").text.partition("<table")[0]
    assert 'class="draft"' not in fetch(database, f"/readout/articles/{REVIEWED}").text.partition("<table")[0]
    outlet = fetch(database, f"/readout/outlets/{OUTLET}").text
    assert re.search(rf'<li><a href="/readout/articles/{DRAFT}">.*?</a> <span class="draft"', outlet)
    with closing(sqlite3.connect(database)) as opened:
        [quote] = opened.execute("SELECT id FROM quotes WHERE article = ? LIMIT 1", [DRAFT]).fetchone()
    assert 'class="draft"' in fetch(database, f"/readout/quotes/{quote}").text.partition("<table")[0]


def test_a_copy_as_markdown_says_so(fetch: Fetch, database: Path) -> None:
    """Of a table and of a view."""
    for name in ("quotes", "claim_matrix"):
        lines = [line for line in fetch(database, f"/readout/{name}.md?_size=max").text.splitlines() if DRAFT in line]
        assert lines
        assert all("| draft" in line for line in lines)


SUGGESTED = ("quotes", "coverage", "mentions", "namings", "stances", "article_frames")


def test_what_the_tool_proposed_is_marked_on_the_articles_page(fetch: Fetch, database: Path, changed: Changed) -> None:
    """Each row that nobody has confirmed, of whatever kind, and no other."""
    mark = "proposed by the tool, not confirmed"
    assert mark not in fetch(database, f"/articles/{DRAFT}").text
    proposed = "".join(f"UPDATE {table} SET suggested = 1 WHERE article = '{DRAFT}';" for table in SUGGESTED)
    copy = changed(database, proposed)
    with closing(sqlite3.connect(copy)) as opened:
        counts = [opened.execute(f"SELECT sum(suggested) FROM {table}").fetchone()[0] for table in SUGGESTED]
    assert fetch(copy, f"/articles/{DRAFT}").text.count(mark) == sum(counts)
    assert mark not in fetch(copy, f"/articles/{REVIEWED}").text


def test_where_all_is_reviewed_nothing_is_called_a_draft(fetch: Fetch, database: Path, changed: Changed) -> None:
    """On no page."""
    with closing(sqlite3.connect(database)) as opened:
        columns = "sqlite_master AS m, pragma_table_info(m.name) AS c"
        sql = f"SELECT m.name FROM {columns} WHERE m.type = 'table' AND c.name = 'annotation_status'"
        names = [row[0] for row in opened.execute(sql)]
    script = "".join(f"UPDATE {name} SET annotation_status = 'reviewed';" for name in names)
    reviewed = changed(database, f"UPDATE articles SET status = 'reviewed';{script}")
    for path in addresses(fetch, reviewed):
        page = fetch(reviewed, path).text
        assert 'class="draft"' not in page, path
        assert "is a draft" not in page, path
