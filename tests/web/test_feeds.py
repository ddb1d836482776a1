"""Feeds, sitemap and rules for crawlers: valid, complete, and honest about what they list."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from readout.web.pages import feeds
from tests.web.conftest import Changed, Fetch, Rows

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
KINDS = ("stories", "articles", "outlets", "actors", "events", "claims", "utterances", "concepts")


def locations(text: str, tag: str) -> list[str]:
    found = [each.text or "" for each in ET.fromstring(text).iter(f"{MAP}{tag}")]
    assert "" not in found
    return found


@pytest.mark.parametrize("name", ["articles", "changes"])
def test_a_feed_is_valid_and_lists_the_articles_latest_first(
    fetch: Fetch, real_database: Path, rows: Rows, name: str
) -> None:
    feedparser = pytest.importorskip("feedparser")
    page = fetch(real_database, f"/feeds/{name}.atom")
    assert page.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(page.text)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.id and feed.feed.title and feed.feed.updated_parsed and feed.feed.author
    ids = [entry.link.rsplit("/", 1)[1] for entry in feed.entries]
    assert ids == [
        name for (name,) in rows(real_database, "SELECT id FROM articles ORDER BY published_earliest DESC, id")
    ]
    assert len({entry.id for entry in feed.entries}) == len(ids)
    for entry in feed.entries:
        assert entry.title and entry.summary and entry.updated_parsed


def test_the_feed_of_changes_says_what_it_lists(fetch: Fetch, real_database: Path) -> None:
    assert "keeps no dates of its own changes" in fetch(real_database, "/feeds/changes.atom").text


def test_a_changed_annotation_is_a_new_entry_of_changes_only(fetch: Fetch, database: Path, changed: Changed) -> None:
    before = {name: fetch(database, f"/feeds/{name}.atom").text for name in ("articles", "changes")}
    copy = changed(database, "UPDATE articles SET status = 'reviewed';")
    assert re.findall("<id>.*</id>", before["articles"]) == re.findall(
        "<id>.*</id>", fetch(copy, "/feeds/articles.atom").text
    )
    after = set(re.findall("<id>.*annotations.*</id>", fetch(copy, "/feeds/changes.atom").text))
    assert after
    assert all(":reviewed:" in name for name in after)


def test_feeds_of_hostile_text_and_of_nothing_are_well_formed(fetch: Fetch, database: Path, changed: Changed) -> None:
    bad = "<b>&\x07\u202e]]>" + "x" * 100_000
    copy = changed(
        database, f"UPDATE articles SET headline = '{bad}', summary = '{bad}'; UPDATE outlets SET name = '{bad}';"
    )
    ET.fromstring(fetch(copy, "/feeds/articles.atom").text)
    ET.fromstring(fetch(copy, "/feeds/changes.atom").text)


def test_a_feed_of_nothing(fetch: Fetch, database: Path, changed: Changed) -> None:
    empty = changed(database, "PRAGMA foreign_keys = off; DELETE FROM articles;")
    assert "<entry>" not in fetch(empty, "/feeds/articles.atom").text
    ET.fromstring(fetch(empty, "/feeds/articles.atom").text)


def test_the_sitemap_lists_every_page_and_every_page_is_there(fetch: Fetch, database: Path, rows: Rows) -> None:
    found = locations(fetch(database, "/sitemap.xml").text, "loc")
    assert len(found) == len(set(found))
    for kind in KINDS:
        ids = {name for (name,) in rows(database, f"SELECT id FROM {kind}")}
        assert ids == {address.rsplit("/", 1)[1] for address in found if f"/{kind}/" in address}
    for address in found[:: max(1, len(found) // 20)]:
        assert fetch(database, "/" + address.split("/", 3)[3]).status == 200


def test_a_large_sitemap_is_split_under_an_index(
    fetch: Fetch, database: Path, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = locations(fetch(database, "/sitemap.xml").text, "loc")
    monkeypatch.setattr(feeds, "MOST_ADDRESSES", 20)
    index = fetch(database, "/sitemap.xml").text
    assert "<sitemapindex" in index
    parts = [
        locations(fetch(database, "/" + address.split("/", 3)[3]).text, "loc") for address in locations(index, "loc")
    ]
    assert len(parts) == -(-len(whole) // 20)
    assert all(len(part) <= 20 for part in parts)
    assert [address for part in parts for address in part] == whole
    assert fetch(database, f"/sitemap-{len(parts) + 1}.xml").status == 404
    assert fetch(database, "/sitemap-0.xml").status == 404


@pytest.mark.parametrize(
    ("address", "kept_off"),
    [
        ("/readout?sql=select+1", True),
        ("/readout/-/query?sql=select+1", True),
        ("/readout/articles?_facet=outlet", True),
        ("/readout/articles?outlet=x&_sort=id", True),
        ("/readout/articles.csv", True),
        ("/readout/articles.json?_shape=array", True),
        ("/compare?article=a&article=b", True),
        ("/search?q=x", True),
        ("/plots/timeline.png", True),
        ("/-/versions", True),
        ("/readout.db", True),
        ("/", False),
        ("/stories/a", False),
        ("/compare", False),
        ("/search", False),
        ("/plots", False),
        ("/plots/timeline?story=a", False),
        ("/readout/articles", False),
        ("/feeds/articles.atom", False),
    ],
)
def test_crawlers_are_kept_off_what_has_no_end(fetch: Fetch, database: Path, address: str, kept_off: bool) -> None:
    page = fetch(database, "/robots.txt")
    assert page.headers["content-type"].startswith("text/plain")
    rules = re.findall(r"^Disallow: (.+)$", page.text, re.M)
    patterns = [re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$") for rule in rules]
    assert any(re.match(pattern, address) for pattern in patterns) is kept_off


def test_robots_point_to_the_sitemap(fetch: Fetch, database: Path) -> None:
    assert re.search(r"^Sitemap: http://[^/]+/sitemap\.xml$", fetch(database, "/robots.txt").text, re.M)
