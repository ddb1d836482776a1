"""The edition holds what the served site shows, and nothing in it leads nowhere."""

import csv
import json
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from readout.web.kinds import KINDS
from tests.web.conftest import Fetch, fetch  # noqa: F401

from .conftest import FORMER, NOW, ROWS
from .walk import dead_links, read

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """What the database itself says."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def pages(edition: Path) -> list[Path]:
    """All pages of an edition."""
    found = sorted(edition.rglob("*.html"))
    assert len(found) > 100
    return found


def test_no_link_is_dead_and_every_file_is_reached(edition: Path) -> None:
    """Every link, style, script and #place of every page is there, and a link leads to every page."""
    dead, unreached = dead_links(edition)
    assert dead == []
    assert {file for file in unreached if file.endswith(".html")} == {f"claims/{FORMER}.html"}


def test_every_record_has_its_page(edition: Path, frozen_database: Path) -> None:
    """Each record of a kind that readers see has a file of its id, and stands in the list of its kind."""
    for kind in KINDS:
        ids = {row[0] for row in rows(frozen_database, f"SELECT id FROM {kind}")}
        assert ids
        assert all((edition / kind / f"{name}.html").is_file() for name in ids)
        assert {f"../{kind}/{name}.html" for name in ids} <= {to for _, to in read(edition / f"list/{kind}.html").links}


def test_tables_are_whole_in_both_forms(edition: Path, frozen_database: Path) -> None:
    """The CSV and the JSON of each table and view have all of its rows."""
    names = [row[0] for row in rows(frozen_database, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    named = [name for name in names if "_fts" not in name and not name.startswith(("sqlite_", "stored_"))]
    assert len(named) > 40
    for name in named:
        ((count,),) = rows(frozen_database, f"SELECT count(*) FROM {name}")
        with (edition / "readout" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.reader(file))) - 1 == count, name
        assert len(json.loads((edition / "readout" / f"{name}.json").read_text(encoding="utf-8"))) == count, name


def test_a_small_table_has_a_page_for_each_row_and_a_large_one_a_line(edition: Path, frozen_database: Path) -> None:
    """Rows of quotes are pages; evidence has more rows than that, so its rows are places on its table's page."""
    quotes = [row[0] for row in rows(frozen_database, "SELECT id FROM quotes")]
    assert len(quotes) <= ROWS
    assert all((edition / f"readout/quotes/{name}.html").is_file() for name in quotes)
    assert json.loads((edition / f"readout/quotes/{quotes[0]}.json").read_text(encoding="utf-8"))["rows"]
    evidence = {f"row.{row[0]}" for row in rows(frozen_database, "SELECT id FROM evidence")}
    assert len(evidence) > ROWS
    assert evidence <= read(edition / "readout/evidence.html").ids
    assert not (edition / "readout/evidence").exists()


def test_a_long_table_goes_on_on_further_pages(edition: Path, frozen_database: Path) -> None:
    """The pages of a table lead from one to the next, and hold each of its rows once."""
    wanted = sorted(f"row.{row[0]}" for row in rows(frozen_database, "SELECT id FROM columns"))
    assert len(wanted) > 200
    found: list[str] = []
    file: Path | None = edition / "readout/columns.html"
    while file:
        seen = read(file)
        found += [name for name in seen.ids if name.startswith("row.")]
        further = [to for tag, to in seen.links if tag == "a" and ".page-" in to]
        file = file.parent / further[-1] if further else None
    assert len(found) == len(set(found))
    assert sorted(name.removeprefix("row.") for name in found) == sorted(_safe(name) for name in wanted)


def _safe(place: str) -> str:
    from readout.freeze.names import safe  # noqa: PLC0415

    return safe(place.removeprefix("row."))


class Words(HTMLParser):
    """The text of a page's content, without what only one of the two has."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.depth = self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin with the content; leave out the ways on to SQL, CSV and JSON, and forms."""
        left_out = tag == "form" or "static-note" in str(attrs) or "section-links" in str(attrs)
        self.depth += tag == "main"
        if self.skipped:
            self.skipped += tag in ("form", "p", "span", "div")
        elif left_out:
            self.skipped = 1

    def handle_endtag(self, tag: str) -> None:
        """End what was left out."""
        if self.skipped and tag in ("form", "p", "span", "div"):
            self.skipped -= 1
        self.depth -= tag == "main"

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if self.depth and not self.skipped:
            self.said += data.split()


def words(html: str) -> list[str]:
    """The words of a page's content."""
    parser = Words()
    parser.feed(html)
    return parser.said


@pytest.mark.parametrize("kind", ["articles", "claims", "actors", "outlets", "events", "utterances", "concepts"])
def test_a_page_says_what_the_served_one_says(
    edition: Path,
    frozen_database: Path,
    fetch: Fetch,  # noqa: F811
    kind: str,
) -> None:
    """Word for word, but for forms and for the ways on that need a server."""
    name = rows(frozen_database, f"SELECT id FROM {kind} ORDER BY id")[0][0]
    served = words(fetch(frozen_database, f"/{kind}/{name}").text)
    assert len(served) > 40
    assert words((edition / kind / f"{name}.html").read_text(encoding="utf-8")) == served


def test_pages_bring_nothing_from_outside(edition: Path) -> None:
    """Each page has a policy that allows its own files alone, no inline script or style, and no form but the search."""
    for file in pages(edition):
        text, seen = file.read_text(encoding="utf-8"), read(file)
        if file.name == f"{FORMER}.html":
            continue
        assert text.count('<meta http-equiv="Content-Security-Policy" content="default-src \'none\';') == 1, file
        assert seen.inline == [], file
        assert "readout.invalid" not in text, file
        assert all(not to.startswith(("http", "//")) for tag, to in seen.links if tag in ("script", "link", "img"))
        assert {to for tag, to in seen.links if tag == "form"} <= {"search.html"}, file


def test_names_of_files_suit_every_file_system(edition: Path) -> None:
    """Short, in small letters, without signs or names that Windows or FAT refuse."""
    for file in edition.rglob("*"):
        path = file.relative_to(edition).as_posix()
        assert len(path) < 200 and re.fullmatch(r"[a-z0-9_./-]+", path), path
        assert not any(RESERVED.fullmatch(part) or part.endswith(".") for part in path.split("/")), path


def test_an_old_address_leads_to_the_new_one(edition: Path) -> None:
    """A renamed record's page leads on, with and without what browsers do by themselves."""
    text = (edition / f"claims/{FORMER}.html").read_text(encoding="utf-8")
    assert f'content="0; url={NOW}.html"' in text
    assert read(edition / f"claims/{FORMER}.html").links == [("a", f"{NOW}.html")]


def test_what_needs_a_server_says_so(edition: Path) -> None:
    """SQL, saved queries and filters are told in a sentence; links to them are text."""
    assert "A static edition can’t run SQL" in next((edition / "sql").iterdir()).read_text(encoding="utf-8")
    query = (edition / "readout/said_by.html").read_text(encoding="utf-8")
    assert "need a running Readout" in query and "<form" not in query
    assert 'title="Not in this static edition"' in (edition / "readout/quotes.html").read_text(encoding="utf-8")
    assert "what it holds, and what it leaves out" in (edition / "index.html").read_text(encoding="utf-8")


def test_pairs_are_compared(edition: Path) -> None:
    """Every two outlets, and every two articles of the story, have a page, and the compare page leads to them."""
    links = [to for _, to in read(edition / "compare.html").links if to.startswith("compare/")]
    assert len([to for to in links if to.startswith("compare/outlet.")]) == 3
    assert len([to for to in links if to.startswith("compare/article.")]) == 3
    assert "side by side" in (edition / links[0]).read_text(encoding="utf-8")


def test_plots_are_there_as_pages_and_files(edition: Path) -> None:
    """Each plot as a page, an SVG and a PNG, of all and of the story; the drawing names no address of this machine."""
    for name in ("timeline", "stance", "sources", "similarity", "activity"):
        for stem in (f"plots/{name}", f"plots/{name}.story-otterby-bridge"):
            assert (edition / f"{stem}.png").read_bytes().startswith(b"\x89PNG"), stem
            assert "http://readout" not in (edition / f"{stem}.svg").read_text(encoding="utf-8")
        assert f"{name}" in (edition / f"plots/{name}.html").read_text(encoding="utf-8")


def test_the_database_is_the_same(edition: Path, frozen_database: Path) -> None:
    """It can be downloaded, byte for byte."""
    assert (edition / "readout.db").read_bytes() == frozen_database.read_bytes()
