"""The home page and the story page: what stands there is what stands in the database."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

STORY = "koizumi-hegseth-talks"
ADDRESS = f"/stories/{STORY}"
CELLS = ("asserts", "attributes", "disputes", "denies", "absent", "not checked", "too early")


def shown(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def part(text: str, name: str) -> str:
    """The part of the page under the heading of a section."""
    return re.split(r'<div class="section-head" id="', text.split(f'<div class="section-head" id="{name}">')[1])[0]


def matrix(text: str) -> dict[str, list[str]]:
    """The claim matrix of a page: claim to the words of its cells."""
    table = part(text, "story_claims").split('<table class="grid matrix">')[1].split("</table>")[0]
    found = {}
    for row in table.split("<tr")[2:]:
        claim = re.search(r'href="/claims/([^"]+)"', row)
        assert claim
        cells = [shown(cell.split("</summary>")[0]) for cell in row.split("<td>")[1:]]
        found[claim[1]] = [next((word for word in CELLS if word in cell), "") for cell in cells]
    return found


def test_the_matrix_is_that_of_the_database(fetch: Any, real_database: Path, rows: Any) -> None:
    """Every claim on every page of the matrix, every article, every cell."""
    seen: dict[str, list[str]] = {}
    for number in (1, 2):
        page = fetch(real_database, f"{ADDRESS}?story_claims_page={number}")
        assert page.status == 200
        seen |= matrix(page.text)
    expected: dict[str, list[str]] = {}
    sql = """SELECT claim, cell FROM claim_matrix JOIN articles ON articles.id = claim_matrix.article
             WHERE claim_matrix.story = ? ORDER BY claim, published_earliest, article"""
    for claim, cell in rows(real_database, sql, STORY):
        expected.setdefault(claim, []).append(cell)
    assert seen == expected


def test_the_disagreements_are_those_of_the_view(fetch: Any, real_database: Path, rows: Any) -> None:
    """The claims in the section are those of the view, and the first is one of stance."""
    section = part(fetch(real_database, ADDRESS).text, "story_disagreements")
    claims = re.findall(r'<th scope="row"><a href="/claims/([^"]+)"', section)
    assert set(claims) == {row[0] for row in rows(real_database, "SELECT DISTINCT claim FROM disagreements")}
    by_stance = {
        row[0] for row in rows(real_database, "SELECT DISTINCT claim FROM disagreements WHERE conflict = 'stance'")
    }
    assert set(claims[: len(by_stance)]) == by_stance


@pytest.mark.parametrize("cell", CELLS[:5])
def test_a_filter_keeps_the_claims_that_have_the_cell(fetch: Any, real_database: Path, rows: Any, cell: str) -> None:
    """The filters stand in the address: outlet, kind and cell."""
    seen = matrix(fetch(real_database, f"{ADDRESS}?outlet=ians&cell={cell}").text) if cell != "disputes" else {}
    sql = "SELECT claim FROM claim_matrix WHERE outlet = 'ians' AND cell = ? LIMIT 60"
    assert len(seen) == len(rows(real_database, sql, cell))
    assert all(cells == [cell] for cells in seen.values())


def test_every_section_leads_to_its_sql_csv_and_json(fetch: Any, real_database: Path) -> None:
    """The links of each section answer, with the rows that it shows or more."""
    text = fetch(real_database, ADDRESS).text
    heads = re.findall(r'<p class="section-links">(.*?)</p>', text, re.S)
    assert len(heads) >= 10
    for head in heads:
        for address in re.findall(r'href="([^"]+)"', head):
            answer = fetch(real_database, unescape(address))
            assert answer.status == 200, address
            assert len(answer.text) > 20


def test_an_unknown_story_gets_near_ones(fetch: Any, real_database: Path) -> None:
    """404, with a link to what was meant."""
    page = fetch(real_database, "/stories/koizumi-hegset-talks")
    assert page.status == 404
    assert f'href="/stories/{STORY}"' in page.text


def test_home_shows_the_numbers_that_matter(fetch: Any, real_database: Path, rows: Any) -> None:
    """Counts, stories and the latest articles."""
    text = fetch(real_database, "/").text
    for table in ("articles", "quotes", "claims", "coverage", "events"):
        (count,) = rows(real_database, f"SELECT count(*) FROM {table}")[0]
        assert f"<dd>{count:,}</dd>" in text
    assert f'href="/stories/{STORY}"' in text
    for (article,) in rows(real_database, "SELECT id FROM articles"):
        assert f'href="/articles/{article}"' in text


def test_any_text_is_shown_as_text(fetch: Any, real_database: Path, changed: Any) -> None:
    """Markup, a script's address and a mark that turns the direction stay words; the pages stay whole."""
    bad = "<script>alert(1)</script>javascript:alert(2)\u202e=1+1"
    copy = changed(
        real_database,
        f"UPDATE stories SET title = '{bad}', summary = '{bad * 1500}';"
        f"UPDATE articles SET headline = '{bad}', url = 'javascript:alert(3)';"
        f"UPDATE claims SET statement = '{bad}'; UPDATE actors SET name = '{bad}'; UPDATE namings SET term = '{bad}';",
    )
    for address in ("/", ADDRESS):
        page = fetch(copy, address)
        assert page.status == 200
        assert "<script>alert" not in page.text
        assert 'href="javascript:' not in page.text
        assert page.text.rstrip().endswith("</html>")


def test_nothing_at_all_still_makes_a_page(fetch: Any, real_database: Path, changed: Any) -> None:
    """A story without articles, and a dataset without stories."""
    copy = changed(real_database, "DELETE FROM articles; DELETE FROM coverage; DELETE FROM quotes; DELETE FROM claims;")
    assert "No article yet." in fetch(copy, ADDRESS).text


def test_no_dataset_still_makes_a_page(fetch: Any, real_database: Path, changed: Any) -> None:
    """An empty dataset says so."""
    assert "No stories yet." in fetch(changed(real_database, "DELETE FROM stories; DELETE FROM articles;"), "/").text
