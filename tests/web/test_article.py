"""The article page: every annotation once, each by its id; what is there is what the database holds."""

import gzip
import re
from collections import Counter
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest

from tests.web.conftest import Changed, Fetch, Rows

TABLES = ("quotes", "coverage", "mentions", "namings", "stances", "article_frames", "article_credits", "article_zones",
          "article_reuse", "article_grounds")  # fmt: skip
HOSTILE = '<script>alert(1)</script>" onmouseover=alert(1) =1+1 \u202eelpoep '


def ids(html: str) -> Counter[str]:
    return Counter(unescape(found) for found in re.findall(r'\sid="([^"]*)"', html))


def section(html: str, name: str) -> str:
    """The part of a page from one section's head to the next."""
    after = html.split(f'id="{name}"', 1)[1]
    return after.split('class="section-head"', 1)[0]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


@pytest.fixture(params=["made-up", "real"])
def any_database(request: pytest.FixtureRequest, database: Path) -> Path:
    return database if request.param == "made-up" else request.getfixturevalue("real_database")


def test_each_annotation_stands_once_under_its_id(fetch: Fetch, rows: Rows, any_database: Path) -> None:
    for (article,) in rows(any_database, "SELECT id FROM articles"):
        page = fetch(any_database, f"/articles/{article}")
        assert page.status == 200
        found = ids(page.text)
        assert not {name for name, count in found.items() if count > 1}
        for table in TABLES:
            for (row,) in rows(any_database, f'SELECT id FROM "{table}" WHERE article = ?', article):
                assert found[row] == 1, (table, row)


def test_every_link_within_the_page_leads_somewhere(fetch: Fetch, rows: Rows, any_database: Path) -> None:
    for (article,) in rows(any_database, "SELECT id FROM articles"):
        html = fetch(any_database, f"/articles/{article}").text
        wanted = {unescape(found) for found in re.findall(r'href="#([^"]+)"', html)}
        assert wanted <= set(ids(html))


def test_headings_go_down_step_by_step(fetch: Fetch, rows: Rows, any_database: Path) -> None:
    for (article,) in rows(any_database, "SELECT id FROM articles"):
        levels = [int(level) for level in re.findall(r"<h([1-6])", fetch(any_database, f"/articles/{article}").text)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_reading_order_follows_the_text_and_can_be_narrowed_to_a_kind(
    fetch: Fetch, rows: Rows, any_database: Path
) -> None:
    sql = "SELECT annotation, min(start) FROM evidence WHERE article = ? AND kind = ? GROUP BY annotation"
    for (article,) in rows(any_database, "SELECT id FROM articles"):
        expected = rows(any_database, sql, article, "naming")
        part = section(fetch(any_database, f"/articles/{article}?kind=naming").text, "article_annotations")
        starts = [int(start.replace(",", "")) for start in re.findall(r'class="place">([\d,]+)', part)]
        assert starts == sorted(start for _, start in expected)
        assert set(re.findall(r'class="kind" href="#([^"]+)"', part)) == {annotation for annotation, _ in expected}


def test_an_unknown_kind_shows_all(fetch: Fetch, database: Path) -> None:
    html = fetch(database, "/articles/2024-05-04-crash-shuts-bridge?kind=%3Cb%3E").text
    assert 'aria-current="true">all' in html


def test_absent_not_checked_and_too_early_are_told_apart(fetch: Fetch, rows: Rows, any_database: Path) -> None:
    sql = "SELECT claim, cell FROM claim_matrix WHERE article = ?"
    for (article,) in rows(any_database, "SELECT id FROM articles"):
        html = fetch(any_database, f"/articles/{article}").text
        cells = rows(any_database, sql, article)
        absent, other = section(html, "article_absences"), section(html, "article_unchecked")
        for claim, cell in cells:
            assert (f'/claims/{claim}"' in absent) == (cell == "absent")
            assert (f'/claims/{claim}"' in other) == (cell in {"too early", "not checked"})


def test_a_chain_is_a_list_from_the_article_to_the_source(fetch: Fetch, rows: Rows, real_database: Path) -> None:
    sql = """SELECT quotes.article, quotes.id, outlets.name, group_concat(hop.name, '|'), speaker.name
             FROM (SELECT * FROM quote_hops ORDER BY quote, seq) AS hops JOIN quotes ON quotes.id = hops.quote
             JOIN actors AS hop ON hop.id = hops.actor JOIN actors AS speaker ON speaker.id = quotes.speaker
             JOIN articles ON articles.id = quotes.article JOIN outlets ON outlets.id = articles.outlet
             GROUP BY quotes.id"""
    found = rows(real_database, sql)
    assert found
    for article, quote, outlet, hops, speaker in found:
        html = fetch(real_database, f"/articles/{article}").text
        chain = html.split(f'id="{quote}"')[1].split('<ol class="chain"')[1].split("</ol>")[0]
        assert [words(step) for step in re.findall(r"<li>.*?</li>", chain)] == [outlet, *hops.split("|"), speaker]


def test_values_that_are_unknown_say_why(fetch: Fetch, database: Path) -> None:
    html = fetch(database, "/articles/2024-05-04-crash-shuts-bridge").text
    made = html.split("How it was made")[1].split("</dd>")[0]
    assert "not stated" in made
    assert "Tidewire" in html.split("Written by")[1].split("</dd>")[0]


def test_a_note_is_markdown_without_html(fetch: Fetch, database: Path, changed: Changed) -> None:
    note = ("**strong**\n\n# big\n\n<script>alert(1)</script> [bad](javascript:alert(1)) [good](https://a.example/) "
            "![picture](https://a.example/p.png)")  # fmt: skip
    copy = changed(database, f"UPDATE articles SET note = '{note}'")
    html = fetch(copy, "/articles/2024-05-04-crash-shuts-bridge").text.split('<div class="note')[1].split("</div>")[0]
    assert "<strong>strong</strong>" in html
    assert "<h3>big</h3>" in html
    assert '<a href="https://a.example/" rel="noopener nofollow">good</a>' in html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_hostile_text_is_shown_as_text(fetch: Fetch, rows: Rows, database: Path, changed: Changed) -> None:
    text = HOSTILE.replace("'", "''")
    script = f"""UPDATE articles SET headline = '{text}', summary = '{text * 2000}', note = '{text}',
                   section = '{text}', dateline = '{text}', url = 'javascript:alert(1)';
                 UPDATE outlets SET name = '{text}', description = '{text}', url = 'javascript:alert(1)';
                 UPDATE actors SET name = '{text}'; UPDATE claims SET statement = '{text}';
                 UPDATE quotes SET exact = '{text}', gist = '{text}', cue = '{text}', note = '{text}';
                 UPDATE coverage SET note = '{text}', value = '{text}'; UPDATE evidence SET exact = '{text}';
                 UPDATE namings SET term = '{text}', note = '{text}'; UPDATE mentions SET note = '{text}';
                 UPDATE stances SET reason = '{text}'; UPDATE article_grounds SET ground = '{text}',
                   source = 'javascript:alert(1)'; UPDATE article_zones SET "from" = '{text}';
                 UPDATE article_reuse SET ground = '{text}', url = 'javascript:alert(1)';"""
    copy = changed(database, script)
    for (article,) in rows(copy, "SELECT id FROM articles"):
        page = fetch(copy, f"/articles/{article}")
        assert page.status == 200
        assert "<script>alert" not in page.text
        assert not re.search(r'href="javascript', page.text)
        assert not re.search(r"<[^>]* onmouseover=", page.text)


def test_an_unknown_article_gets_its_neighbours(fetch: Fetch, database: Path) -> None:
    page = fetch(database, "/articles/2024-05-04-crash-shut-bridge")
    assert page.status == 404
    assert 'href="/articles/2024-05-04-crash-shuts-bridge"' in page.text


def test_an_empty_dataset_answers(fetch: Fetch, rows: Rows, database: Path, changed: Changed) -> None:
    tables = [name for (name,) in rows(database, "SELECT name FROM sqlite_master WHERE sql LIKE '%STRICT'")]
    copy = changed(database, "PRAGMA foreign_keys = off; " + "".join(f'DELETE FROM "{name}";' for name in tables))
    assert fetch(copy, "/articles/anything").status == 404
    assert fetch(copy, "/utterances/anything").status == 404


def test_an_article_without_annotations_makes_sense(fetch: Fetch, rows: Rows, database: Path, changed: Changed) -> None:
    lists = ("quote_alterations", "quote_hops", "quote_joint_speakers", "quote_changes", "quote_variants",
             "mention_disputes", "coverage_hops", "evidence", *TABLES)  # fmt: skip
    copy = changed(database, "PRAGMA foreign_keys = off; " + "".join(f'DELETE FROM "{name}";' for name in lists))
    page = fetch(copy, "/articles/2024-05-04-crash-shuts-bridge")
    assert page.status == 200
    for said in ("Nothing is annotated", "It carries no claim", "It renders nobody", "nobody looked"):
        assert said in page.text


def test_the_real_pages_are_light(fetch: Fetch, rows: Rows, real_database: Path) -> None:
    for table in ("articles", "utterances"):
        for (record,) in rows(real_database, f"SELECT id FROM {table}"):
            page = fetch(real_database, f"/{table}/{record}")
            assert page.status == 200
            assert len(gzip.compress(page.text.encode())) < 100_000
