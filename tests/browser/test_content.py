"""What stands in the page is what stands in the database: cells and counts that are read off in the browser."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from .served import Served
from .watched import DESK, Setting, Tab, tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DESK_LIGHT = Setting(*DESK, "light")
#: The claim matrix as it is shown: claim, article, and the words of the cell without its sign.
READ_MATRIX = """
[...document.querySelectorAll("table.matrix")].flatMap((table) => {
  const last = (el) => decodeURIComponent(el.querySelector("a").getAttribute("href").split("/").pop());
  const articles = [...table.querySelectorAll("thead th")].slice(1).map(last);
  return [...table.querySelectorAll("tbody tr")].flatMap((row) => [...row.querySelectorAll("td")].map((cell, at) => {
    const shown = cell.querySelector(".cell"), value = cell.querySelector(".value");
    const word = shown.textContent.replace(shown.querySelector("[aria-hidden]").textContent, "").trim();
    return [last(row), articles[at], word, value ? value.textContent.trim() : null];
  }));
})
"""
READ_DISAGREEMENTS = """
[...document.querySelectorAll("#story_disagreements ~ .scroll")][0].querySelectorAll("tbody tr").values().map((row) => {
  const last = (link) => decodeURIComponent(link.getAttribute("href").split("/").pop());
  return [last(row.querySelector("th a")), [...row.querySelectorAll("td a")].map(last)];
}).toArray()
"""
#: A rendering's words as its article has them: without what was dropped and what only a screen reader says.
READ_RENDERINGS = """
[...document.querySelectorAll("article.rendering")].map((rendering) => {
  const words = rendering.querySelector("blockquote.words").cloneNode(true);
  words.querySelectorAll("del, .visually-hidden").forEach((el) => el.remove());
  return [rendering.id, words.textContent];
})
"""
READ_ROWS = """
[...document.querySelectorAll("table.rows tbody tr")].map((row) => Object.fromEntries(
  [...row.children].map((cell) => [cell.dataset.label, cell.textContent.trim()])))
"""


def letters(text: str) -> str:
    """A text's letters and digits; signs and spaces are set differently on the page."""
    return re.sub(r"[\W_]+", "", text).lower()


def read(opened: Tab, path: str, script: str) -> Any:
    """Open a page, which is to be without fault, and read something off it."""
    assert opened.open(path) == []
    return opened.page.evaluate(script)


def test_the_claim_matrix(browser: "Browser", either: Served) -> None:
    """Every cell of every story, on all pages of the matrix: the finding, and the value given."""
    with tab(browser, either.address, DESK_LIGHT) as opened:
        for (story,) in either.rows("SELECT id FROM stories"):
            path: str | None = f"/stories/{story}"
            shown: list[list[Any]] = []
            while path:
                shown += read(opened, path, READ_MATRIX)
                further = opened.page.locator(".turn a[rel=next][href*='#story_claims']")
                path = further.get_attribute("href") if further.count() else None
            there = either.rows("SELECT claim, article, cell, value FROM claim_matrix WHERE story = ?", story)
            assert sorted(map(str, map(tuple, shown))) == sorted(map(str, there))


def test_the_disagreements(browser: "Browser", either: Served) -> None:
    """The claims in conflict, no more and no fewer, each with all articles that are part of it."""
    with tab(browser, either.address, DESK_LIGHT) as opened:
        for (story,) in either.rows("SELECT DISTINCT story FROM disagreements"):
            shown = {claim: set(articles) for claim, articles in read(opened, f"/stories/{story}", READ_DISAGREEMENTS)}
            there: dict[str, set[str]] = {}
            pairs = "SELECT claim, article_a, article_b FROM disagreements WHERE story = ?"
            for claim, first, second in either.rows(pairs, story):
                there.setdefault(claim, set()).update((first, second))
            assert shown == there


def test_the_renderings_of_an_utterance(browser: "Browser", either: Served) -> None:
    """Each rendering in quotation marks is there once, and its words are those of the article."""
    of_most = """
        SELECT utterance FROM quotes WHERE utterance IS NOT NULL AND exact IS NOT NULL
        GROUP BY utterance ORDER BY count(*) DESC, utterance LIMIT 6"""
    with tab(browser, either.address, DESK_LIGHT) as opened:
        for (utterance,) in either.rows(of_most):
            shown = {
                quote: letters(words) for quote, words in read(opened, f"/utterances/{utterance}", READ_RENDERINGS)
            }
            quotes = either.rows("SELECT id, exact FROM quotes WHERE utterance = ? AND exact IS NOT NULL", utterance)
            assert shown == {quote: letters(words) for quote, words in quotes}


@pytest.mark.parametrize("word", ["said", "bridge", "radar", "zzyzzx"])
def test_search_hits(browser: "Browser", either: Served, word: str) -> None:
    """The number of hits of each kind is the number of rows that hold the word; no hits, no kinds."""
    with tab(browser, either.address, DESK_LIGHT) as opened:
        assert opened.open("/search?" + urlencode({"q": word})) == []
        shown = {
            re.sub(r"\s+", " ", item.inner_text()).rpartition(" ")[0]: int(item.locator(".facts").inner_text())
            for item in opened.page.locator("nav.kinds li").all()
        }
        for title, table in {
            "Claims": "claims",
            "Quotes": "quotes",
            "Events": "events",
            "Articles": "articles",
        }.items():
            sql = f'SELECT count(*) FROM "{table}_fts" WHERE "{table}_fts" MATCH ?'
            assert shown.get(title, 0) == either.value(sql, f'"{word}"'), title
        if word == "zzyzzx":
            assert not shown
            assert "Nothing is found" in opened.page.locator("main").inner_text()


def test_the_numbers_of_the_home_page(browser: "Browser", either: Served) -> None:
    """Each of them counted anew."""
    counted = {
        "articles": "SELECT count(*) FROM articles",
        "outlets": "SELECT count(DISTINCT outlet) FROM articles",
        "renderings of what was said": "SELECT count(*) FROM quotes",
        "claims compared": "SELECT count(*) FROM claims",
        "findings on claims": "SELECT count(*) FROM coverage",
        "events": "SELECT count(*) FROM events",
    }
    script = """[...document.querySelectorAll(".numbers div")].map(
      (one) => [one.querySelector("dt").textContent.trim(), one.querySelector("dd").textContent.trim()])"""
    with tab(browser, either.address, DESK_LIGHT) as opened:
        shown = dict(read(opened, "/", script))
    assert shown == {label: f"{either.value(sql):,}" for label, sql in counted.items()}


def test_the_rows_of_a_table(browser: "Browser", either: Served) -> None:
    """What a table's page shows of its first rows is what they hold, references by their names."""
    with tab(browser, either.address, DESK_LIGHT) as opened:
        shown = read(opened, "/readout/coverage", READ_ROWS)
    assert shown
    sql = """
        SELECT coverage.stance, coverage.value, articles.headline FROM coverage
        JOIN articles ON articles.id = coverage.article WHERE coverage.id = ?"""
    for row in shown:
        stance, value, headline = either.rows(sql, row["id"])[0]
        assert row["stance"] == stance
        assert letters(row["value"]) == letters(value or "")
        assert letters(headline).startswith(letters(row["article"]))


def test_the_evidence_behind_a_cell(browser: "Browser", real: Served) -> None:
    """A cell of the matrix opens to the words of the article, and leads to its row."""
    with tab(browser, real.address, DESK_LIGHT) as opened:
        story = real.value("SELECT id FROM stories LIMIT 1")
        assert opened.open(f"/stories/{story}") == []
        cell = opened.page.locator("table.matrix details.finding", has=opened.page.locator("q.evidence")).first
        evidence = cell.locator("q.evidence").first
        assert not evidence.is_visible()
        cell.locator("summary").click()
        assert evidence.is_visible()
        words = letters(evidence.inner_text())
        cell.locator("a", has_text="the row").click()
        opened.page.wait_for_url("**/readout/coverage/*")
        row = opened.page.url.rpartition("/")[2]
        pieces = real.rows("SELECT exact FROM evidence WHERE annotation = ? ORDER BY seq", row)
        assert words == letters("".join(piece for (piece,) in pieces))
