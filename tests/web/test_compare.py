"""The compare page: what stands side by side is what stands in the database."""

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from readout.web import compared
from tests.web.conftest import Changed, Fetch, Rows

STORY = "koizumi-hegseth-talks"
GLOBAL_TIMES = "2025-12-12-japan-defense-chief-phone-call"
JAPAN_NEWS = "2025-12-12-koizumi-hegseth-affirm-cooperation"
POST = "2025-12-13-defence-chiefs-cover-radar-row"
IANS = "2026-01-09-koizumi-to-visit-us-next-week"
CHOSEN = (GLOBAL_TIMES, JAPAN_NEWS, POST)


def of(by: str, ids: Iterable[str], **more: str) -> str:
    return "/compare?" + urlencode([(by, name) for name in ids] + list(more.items()))


def part(text: str, name: str) -> str:
    """The part of the page under the heading of a section."""
    return re.split(r'<div class="section-head" id="', text.split(f'<div class="section-head" id="{name}">')[1])[0]


def shown(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def linked(html: str, kind: str) -> set[str]:
    return {unescape(name) for name in re.findall(rf'href="/{kind}/([^"]+)"', html)}


@pytest.fixture(scope="module")
def page(fetch: Fetch, real_database: Path) -> str:
    return fetch(real_database, of("article", CHOSEN)).text


def test_the_facts_of_each_stand_side_by_side(page: str, real_database: Path, rows: Rows) -> None:
    facts = shown(part(page, "compare_facts"))
    found = rows(
        real_database,
        "SELECT headline, outlets.name, articles.status FROM articles JOIN outlets ON outlets.id = outlet "
        "WHERE articles.id IN (?, ?, ?)",
        *CHOSEN,
    )
    for headline, outlet, _ in found:
        assert headline in facts
        assert outlet in facts
    for status in ("draft", "reviewed"):
        assert facts.count(status) == [each for *_, each in found].count(status)
    assert "3 articles" in shown(page)


def test_the_rows_that_differ_are_those_of_the_database_and_stand_first(
    fetch: Fetch, real_database: Path, rows: Rows
) -> None:
    only = fetch(real_database, of("article", CHOSEN, only="differ")).text
    marks = re.findall(r'<tr class="(conflict|differ|)">', part(only, "compare_claims"))
    assert marks == sorted(marks, key=["conflict", "differ", ""].index)
    assert "" not in marks
    found = rows(
        real_database,
        "SELECT DISTINCT claim FROM disagreements WHERE article_a IN (?, ?, ?) AND article_b IN (?, ?, ?)",
        *CHOSEN, *CHOSEN,
    )  # fmt: skip
    text = part(only, "compare_claims")
    flagged = re.findall(r'href="/claims/([^"]+)">[^<]*</a>(?:\s*<span class="flag">)', text)
    assert set(flagged) == {claim for (claim,) in found}


def test_every_finding_on_the_page_is_the_databases(page: str, real_database: Path, rows: Rows) -> None:
    text = part(page, "compare_claims")
    for line in re.findall(r'<tr class="[a-z]*">(.*?)</tr>', text, re.S):
        (claim,) = re.findall(r'href="/claims/([^"]+)"', line)
        cells = [shown(cell) for cell in re.findall(r"<td>(.*?)</td>", line, re.S)]
        for article, cell in zip(CHOSEN, cells, strict=True):
            ((word, value),) = rows(
                real_database, "SELECT cell, value FROM claim_matrix WHERE claim = ? AND article = ?", claim, article
            )
            assert f" {word}" in f" {cell}"
            assert value is None or " ".join(value.split()) in cell


def test_shared_utterances_are_those_that_two_of_them_render(page: str, real_database: Path, rows: Rows) -> None:
    found = rows(
        real_database,
        "SELECT utterance FROM quotes WHERE article IN (?, ?, ?) AND utterance IS NOT NULL "
        "GROUP BY utterance HAVING count(DISTINCT article) > 1",
        *CHOSEN,
    )
    assert linked(part(page, "compare_utterances"), "utterances") == {name for (name,) in found}


def test_shared_concepts_are_those_that_two_of_them_name(page: str, real_database: Path, rows: Rows) -> None:
    found = rows(
        real_database,
        "SELECT concept FROM namings WHERE article IN (?, ?, ?) GROUP BY concept HAVING count(DISTINCT article) > 1",
        *CHOSEN,
    )
    assert linked(part(page, "compare_namings"), "concepts") == {name for (name,) in found}


def test_what_only_one_carries_and_what_all_leave_out(page: str, real_database: Path, rows: Rows) -> None:
    alone = rows(
        real_database,
        "SELECT claim FROM coverage WHERE article IN (?, ?, ?) AND stance <> 'absent' "
        "GROUP BY claim HAVING count(*) = 1",
        *CHOSEN,
    )
    assert linked(part(page, "compare_only"), "claims") == {claim for (claim,) in alone}
    nobody = rows(
        real_database,
        "SELECT claim FROM coverage WHERE article IN (?, ?, ?) GROUP BY claim "
        "HAVING sum(stance = 'absent') = 3 AND count(*) = 3",
        *CHOSEN,
    )
    assert linked(part(page, "compare_none"), "claims") == {claim for (claim,) in nobody}


def test_too_early_and_not_checked_are_not_absent(fetch: Fetch, real_database: Path, rows: Rows) -> None:
    text = part(fetch(real_database, of("article", [GLOBAL_TIMES, IANS])).text, "compare_only")
    for article, other in ((GLOBAL_TIMES, IANS), (IANS, GLOBAL_TIMES)):
        found = rows(
            real_database,
            "SELECT b.claim, b.cell FROM claim_matrix a JOIN claim_matrix b ON b.claim = a.claim AND b.article = ? "
            "WHERE a.article = ? AND a.cell IN ('asserts', 'attributes', 'disputes', 'denies') "
            "AND b.cell IN ('absent', 'too early', 'not checked')",
            other, article,
        )  # fmt: skip
        assert found
        for claim, cell in found:
            line = re.findall(rf'href="/claims/{claim}">.*?</li>', text, re.S)[0]
            assert {"absent": "absent in 1", "too early": "too early for 1", "not checked": "not checked in 1"}[
                cell
            ] in line


def test_likeness_of_two_outlets_is_that_of_outlet_pairs(fetch: Fetch, real_database: Path, rows: Rows) -> None:
    text = shown(part(fetch(real_database, of("outlet", ["ians", "global-times"])).text, "compare_likeness"))
    ((likeness, n),) = rows(
        real_database,
        "SELECT likeness, both_carry + only_a + only_b FROM outlet_pairs "
        "WHERE outlet_a = 'global-times' AND outlet_b = 'ians'",
    )
    assert f"{likeness:.2f} {n} " in text


def test_stances_come_with_their_reasons(page: str, real_database: Path, rows: Rows) -> None:
    text = shown(part(page, "compare_stances"))
    for (reason,) in rows(real_database, "SELECT reason FROM stances WHERE article IN (?, ?, ?)", *CHOSEN):
        assert " ".join(reason.split()) in text


def test_the_view_can_be_sent_by_its_address(page: str) -> None:
    assert of("article", CHOSEN).replace("&", "&amp;") in page
    assert 'method="post"' not in page


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/compare", 200, ""),
        ("/compare?article=&outlet=", 200, ""),
        (of("article", [GLOBAL_TIMES]), 400, "It takes at least 2 to compare"),
        (of("article", [GLOBAL_TIMES, GLOBAL_TIMES]), 400, "It takes at least 2 to compare"),
        (of("article", [f"a{n}" for n in range(7)]), 400, "At most 6 can stand side by side"),
        (of("article", ["none-such", JAPAN_NEWS]), 404, "There is no article with the id “none-such”"),
        (of("outlet", ["ians", "<b>x</b>"]), 404, "There is no outlet with the id “<b>x</b>”"),
        ("/compare?article=a&outlet=b", 400, "not both at once"),
        (of("outlet", ["ians", "the-star"]), 400, "Fewer than 2 of those chosen have an article"),
        (of("article", ["x" * 10_000, '"; DROP TABLE articles; --']), 404, "There is no article"),
    ],
)
def test_what_cannot_be_compared_gets_a_sentence_and_the_form(
    fetch: Fetch, real_database: Path, address: str, status: int, sentence: str
) -> None:
    page = fetch(real_database, address)
    assert page.status == status
    assert sentence in unescape(page.text)
    assert "<b>x</b>" not in page.text
    assert f'name="article" value="{GLOBAL_TIMES}"' in page.text
    assert 'name="outlet" value="ians"' in page.text


def test_an_unknown_id_comes_with_near_ones(fetch: Fetch, real_database: Path) -> None:
    page = fetch(real_database, of("outlet", ["ians", "global-time"]))
    assert 'href="/outlets/global-times"' in page.text
    assert fetch(real_database, of("outlet", ["ians", "global-times"], story="none")).status == 404


def test_six_articles_of_two_stories_and_hostile_text(
    fetch: Fetch, database: Path, changed: Changed, rows: Rows
) -> None:
    bad = "<script>alert(1)</script>\u202e''" + "x" * 100_000
    script = (
        f"UPDATE articles SET headline = '{bad}', url = 'javascript:alert(1)'; UPDATE claims SET statement = '{bad}';"
    )
    copy = changed(database, script + f"UPDATE coverage SET value = '{bad}' WHERE stance <> 'absent';")
    names = [name for (name,) in rows(copy, "SELECT id FROM articles LIMIT 6")]
    page = fetch(copy, of("article", names))
    assert page.status == 200
    assert "<script>alert" not in page.text
    assert "javascript:" not in page.text


def test_a_dataset_without_articles_has_a_form_that_says_so(fetch: Fetch, database: Path, changed: Changed) -> None:
    empty = changed(database, "PRAGMA foreign_keys = off; DELETE FROM articles; DELETE FROM stories;")
    page = fetch(empty, "/compare")
    assert page.status == 200
    assert page.text.count("None yet.") == 2


def test_outlets_with_too_many_articles_are_compared_story_by_story(
    fetch: Fetch, database: Path, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says how many there are and asks for a story, in which they are compared as ever."""
    monkeypatch.setattr(compared, "MOST_ARTICLES", 1)
    sql = (
        "SELECT story, min(outlet), max(outlet) FROM articles GROUP BY story HAVING count(DISTINCT outlet) > 1 LIMIT 1"
    )
    [(story, *outlets)] = rows(database, sql)
    [(count,)] = rows(database, "SELECT count(*) FROM articles WHERE outlet IN (?, ?)", *outlets)
    page = fetch(database, of("outlet", outlets))
    assert page.status == 200
    assert f"They have {count} articles, too many for one page. Choose a story." in page.text
    assert "side by side</h1>" not in page.text
    assert "side by side</h1>" in fetch(database, of("outlet", outlets) + f"&story={story}").text
