"""Search: whatever is typed is answered, and what is found is what stands in the database."""

import json
import re
import shutil
import sqlite3
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from readout.asked.functions import SHORT, _remembered, plain_words
from readout.web.pages.search import KINDS, read_day
from readout.web.section import statement
from readout.web.words import CLOSE, LONGEST, MOST_WORDS, OPEN, marked, read_words
from tests.conftest import Runner
from tests.web.conftest import Changed, Fetch, Page, Rows

NASTY = [
    "",
    " ",
    '"',
    '""',
    '"""',
    "'",
    "''",
    "*",
    "**",
    "-",
    "--",
    "^",
    "(",
    ")",
    "()",
    ":",
    "NEAR",
    "NEAR(",
    "NEAR(a b, 5)",
    "AND",
    "OR",
    "NOT",
    "a AND",
    "OR b",
    "NOT a NOT",
    "ferry NEAR/2 bridge",
    "words:ferry",
    "{words gist}: ferry",
    "-ferry",
    "ferry -bridge",
    "^ferry",
    "fer*",
    '"ferry bri*',
    '"ferry"*',
    'a"b',
    '"a"b"c',
    "😀",
    "ferry 😀",
    "😀" * 2000,
    "!!!",
    "...",
    "\x00",
    "fer\x00ry",
    "\x02ferry\x03",
    "ferry\n\tbridge",
    "a" * 10_000,
    "ferry " * 3000,
    "% _",
    "\\",
    ";",
    "/* */",
    "<mark>",
    "</mark><script>alert(1)</script>",
    "{{7*7}}",
    "\u202eferry",
    "ſ",
    "İ",
    "ß",
    "ferry\u0301",
    "\ud800",
    "’",
    "“ferry”",
    "小泉",
    "進次郎",
    "한국",
    "العربية",
    "123",
    "2024-05-03",
    "+",
    "ferry+bridge",
    "'; DROP TABLE quotes; --",
    "#",
    "&kind=quotes",
]


def ask(fetch: Fetch, database: Path, q: str, **given: str | int) -> Page:
    return fetch(database, "/search?" + urlencode({"q": q.encode("utf-8", "surrogatepass"), **given}))


def shown(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def found(html: str, kind: str) -> str:
    """The hits of one kind on a page."""
    return (
        html.split(f'id="search_{kind}"', 1)[1].split("</ol>", maxsplit=1)[0] if f'id="search_{kind}"' in html else ""
    )


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text)[:24])
def test_anything_that_is_typed_is_answered(fetch: Fetch, database: Path, text: str) -> None:
    for given in ({}, {"kind": "quotes", "page": "2"}, {"outlet": "tidewire", "from": "2024", "to": "2024-12"}):
        answer = ask(fetch, database, text, **given)
        assert answer.status == 200
        assert "<script>alert" not in answer.text and "No answer came in time" not in answer.text


def test_no_text_is_an_error_for_sqlite(database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.create_function("plain_words", 1, plain_words)
    for words in filter(lambda words: words.match, map(read_words, NASTY)):
        given = {"match": words.match, "words": words.as_json, "open": OPEN, "close": CLOSE}
        given |= {"outlet": "", "first": "", "last": ""}
        for kind in KINDS:
            connection.execute(statement(f"search_{kind}").sql, given).fetchall()
    connection.close()


@pytest.mark.parametrize("values", [{"kind": "x'"}, {"outlet": "<b>"}, {"from": "yesterday"}, {"to": "2024-13-45"},
    {"from": "9999-12"}, {"to": "9999-12"}, {"from": "0000"}, {"page": "-1"}, {"page": "9" * 5000}, {"page": "x"},
    {"from": "٢٠٢٤"}, {"to": "2024-05-03T00:00"}])  # fmt: skip
def test_filters_that_are_none_are_left_out(fetch: Fetch, database: Path, values: dict[str, str]) -> None:
    answer = ask(fetch, database, "ferry", **values)
    assert answer.status == 200
    if values == {"from": "9999-12"}:
        assert "Nothing is found" in answer.text
    elif "page" not in values:
        assert found(answer.text, "claims")
        assert "Not understood, and left out" in answer.text


def test_a_word_is_found_in_every_kind_that_has_it(fetch: Fetch, rows: Rows, real_database: Path) -> None:
    html = ask(fetch, real_database, "radar").text
    for kind in KINDS:
        if kind in ("actors", "outlets", "places"):
            continue
        ((count,),) = rows(real_database, f"SELECT count(*) FROM {kind}_fts WHERE {kind}_fts MATCH 'radar'")
        assert found(html, kind).count("<li>") == min(count, 5), kind
        if count:
            assert re.search(rf"kind={kind}\"[^>]*>[^<]+</a> <span class=\"facts\">{count:,}</span>", html), kind


def test_a_kind_is_turned_page_by_page_and_nothing_is_lost(fetch: Fetch, rows: Rows, real_database: Path) -> None:
    ((count,),) = rows(real_database, "SELECT count(*) FROM evidence_fts WHERE evidence_fts MATCH 'radar'")
    assert count > 25
    seen = []
    for page in range(1, count // 25 + 2):
        html = ask(fetch, real_database, "radar", kind="evidence", page=page).text
        seen += re.findall(r'href="/readout/evidence/([^"]+)"', found(html, "evidence"))
    assert len(set(seen)) == len(seen) == count
    assert "There is no page 99." in ask(fetch, real_database, "radar", kind="evidence", page=99).text


def test_an_outlet_and_dates_narrow_it_down(fetch: Fetch, rows: Rows, real_database: Path) -> None:
    answer = ask(fetch, real_database, "japan", kind="quotes", outlet="global-times")
    ((count,),) = rows(
        real_database,
        "SELECT count(*) FROM quotes_fts JOIN quotes ON quotes.rowid = quotes_fts.rowid JOIN articles "
        "ON articles.id = quotes.article WHERE quotes_fts MATCH 'japan' AND outlet = 'global-times'",
    )
    assert found(answer.text, "quotes").count("<li>") == min(count, 25) > 0
    assert not found(ask(fetch, real_database, "japan", kind="quotes", to="2025-11").text, "quotes")
    assert found(
        ask(fetch, real_database, "japan", kind="quotes", **{"from": "2025-12", "to": "2025-12"}).text, "quotes"
    )
    assert not found(ask(fetch, real_database, "radar", outlet="global-times").text, "vocabularies")


@pytest.mark.parametrize("typed", ["Shinjirō Koizumi", "shinjiro koizumi", "KOIZUMI, Shinjiro", "Koizu*"])
def test_a_person_is_found_under_any_name_with_or_without_accents(
    fetch: Fetch, real_database: Path, typed: str
) -> None:
    assert "/actors/shinjiro-koizumi" in found(ask(fetch, real_database, typed).text, "actors")


def test_other_names_of_actors_places_and_outlets_are_searched(fetch: Fetch, rows: Rows, real_database: Path) -> None:
    for one in ("actor", "place", "outlet"):
        for record, name in rows(real_database, f"SELECT {one}, name FROM {one}_names"):
            words = plain_words(name)
            hits = found(ask(fetch, real_database, f'"{words}"', kind=f"{one}s").text, f"{one}s")
            assert f"/{one}s/{record}" in hits, name


def test_what_was_found_is_marked_and_the_rest_is_text(fetch: Fetch, changed: Changed, database: Path) -> None:
    text = "<b>ferry</b> & \x02co\x03"
    script = f"UPDATE claims SET statement = '{text}' WHERE id = 'bump-date'; "
    script += "INSERT INTO claims_fts(claims_fts) VALUES ('rebuild');"
    hits = found(ask(fetch, changed(database, script), "ferry", kind="claims").text, "claims")
    assert "&lt;b&gt;<mark>ferry</mark>&lt;/b&gt;" in hits and "<b>" not in hits


def test_marks_are_always_closed() -> None:
    assert marked(f"a {OPEN}b{CLOSE} <i>") == "a <mark>b</mark> &lt;i&gt;"
    assert marked(f"{OPEN}{OPEN}b") == "<mark>b</mark>" and marked(f"b{CLOSE}") == "b" and marked(None) == ""


def test_the_ways_on_give_the_same_rows(fetch: Fetch, real_database: Path) -> None:
    html = ask(fetch, real_database, "radar", kind="claims").text
    link = re.search(r'href="([^"]+\.json\?[^"]+)"', html)
    assert link
    address = unescape(link[1])
    given = json.loads(fetch(real_database, address).text)
    assert len(given) == found(html, "claims").count("<li>") and "[radar]" in given[0]["found"].lower()
    for address in re.findall(r'<p class="section-links">(.*?)</p>', html, re.S)[0].split('href="')[1:]:
        assert fetch(real_database, unescape(address.split('"')[0])).status == 200


def test_a_search_box_becomes_a_statement() -> None:
    assert read_words("ferry bridge").match == '"ferry" "bridge"'
    assert read_words('"the ferry" bri*').match == '"the ferry" "bri"*'
    assert read_words("“the ferry”").match == '"the ferry"'
    assert read_words("U.S.-Japan").match == '"U S Japan"'
    assert read_words('NEAR("a b", 5)').match == '"NEAR" "a b" "5"'
    assert read_words("!?").match == read_words("").match == ""
    assert read_words("小泉").match == '"小泉"*'


def test_a_long_search_is_cut_and_says_so(fetch: Fetch, database: Path) -> None:
    words = read_words("x1 " * 5000)
    assert words.cut and len(words.text) <= LONGEST and len(words.plain) == MOST_WORDS
    assert not read_words("a b c").cut
    answer = ask(fetch, database, "ferry " * 3000)
    assert "That is long: only the first 24 words" in shown(answer.text) and len(answer.text) < 80_000


def test_words_are_plain_without_accents_and_case() -> None:
    assert plain_words("Wałęsa, Łódź") == "walesa lodz"
    assert plain_words("SHINJIRŌ  Koizumi’s") == "shinjiro koizumi s"
    assert plain_words("İstanbul Straße") == "istanbul strasse" and plain_words(None) == ""
    assert [plain_words(given) for given in (1, 1.0, "1")] == ["1", "1 0", "1"]


def test_only_short_words_are_remembered() -> None:
    """A visitor's SQL may give texts of any length, each as often as it likes."""
    for text in ("Ä" * SHORT, "Ö" * (SHORT + 1)):
        before = _remembered.cache_info().currsize
        assert plain_words(text) == plain_words(text) != ""
        assert _remembered.cache_info().currsize - before == (len(text) <= SHORT)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2025-12-06", "2025-12-06", "2025-12-06"),
        ("2025-13", "", ""),
        ("", "", ""),
        ("nonsense", "", ""),
        ("2025-02-30", "", ""),
    ],
)
def test_a_day_is_read_from_less(text: str, first: str, last: str) -> None:
    assert (read_day(text, False), read_day(text, True)) == (first, last)


def test_nothing_found_leads_on(fetch: Fetch, database: Path) -> None:
    html = ask(fetch, database, "ferry unfindableword", kind="quotes").text
    assert "Nothing is found among quotes." in shown(html)
    for link in ("/search?q=ferry&amp;kind=quotes", "/search?q=ferry+unfindableword"):
        assert f'href="{link}"' in html


def test_an_empty_dataset_is_searched_too(fetch: Fetch, run: Runner, project: Path) -> None:
    shutil.rmtree(project / "sources")
    (project / "sources").mkdir()
    assert run("build").code == 0
    database = project / "build" / "readout.db"
    assert fetch(database, "/search").status == 200
    assert "Nothing is found" in ask(fetch, database, "ferry").text
    assert fetch(database, "/outlets/" + quote("any one")).status == 404
