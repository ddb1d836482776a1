"""The pages of outlets, actors, events, claims and concepts: what stands in them is what stands in the database."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from readout.web.pages.actor import digits
from readout.web.section import Site
from tests.web.conftest import Changed, Fetch, Rows

KINDS = {"outlets": "name", "actors": "name", "events": "title", "claims": "statement", "concepts": "title"}
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Checked(HTMLParser):
    """Finds elements that are not closed in order, ids given twice, and whatever a strict policy forbids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open, self.links, self.wrong = list[str](), list[str](), list[str]()
        self.ids = set[str | None]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.open += [tag] if tag not in VOID else []
        self.wrong += [name for name in given if name.startswith("on") or name == "style"]
        self.wrong += ["inline " + tag] if tag == "style" or (tag == "script" and "src" not in given) else []
        self.wrong += [f"id {given['id']} twice"] if given.get("id") in self.ids and given.get("id") else []
        self.ids.add(given.get("id"))
        self.wrong += ["a link to nothing"] if tag == "a" and given.get("href", "") is None else []
        self.links += [given["href"] or ""] if tag == "a" and "href" in given else []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


def shown(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def part(html: str, name: str) -> str:
    """The section NAME of a page, from its head to the next one."""
    return html.split(f'id="{name}"', 1)[1].split('<div class="section-head"', 1)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_has_a_page_that_is_whole(
    fetch: Fetch, rows: Rows, database: Path, real_database: Path, kind: str
) -> None:
    for made in (database, real_database):
        for record, label in rows(made, f"SELECT id, {KINDS[kind]} FROM {kind}"):
            answer = fetch(made, f"/{kind}/{record}")
            checked = Checked(answer.text)
            assert answer.status == 200, record
            assert not checked.wrong, record
            assert not [link for link in checked.links if link[1:] in checked.ids and not link.startswith(("#", "/"))]
            assert label in shown(answer.text)


@pytest.mark.parametrize("kind", KINDS)
def test_no_link_of_a_page_leads_nowhere(fetch: Fetch, rows: Rows, database: Path, kind: str) -> None:
    seen = set()
    for (record,) in rows(database, f"SELECT id FROM {kind} LIMIT 3"):
        checked = Checked(fetch(database, f"/{kind}/{record}").text)
        for link in checked.links:
            address, _, place = unescape(link).partition("#")
            assert not place or address or place in checked.ids, link
            if address.startswith("/") and address not in seen and "/feeds/" not in address:
                seen.add(address)
                assert fetch(database, address).status in (200, 302), address


def test_an_unknown_id_gets_404_with_near_matches(fetch: Fetch, database: Path) -> None:
    for kind, near in [
        ("outlets", "tidewir"),
        ("actors", "jana-mash"),
        ("events", "phone-cal"),
        ("claims", "closed-day"),
    ]:
        answer = fetch(database, f"/{kind}/{near}")
        assert answer.status == 404
        assert f'href="/{kind}/{near[:6]}' in answer.text


@pytest.mark.parametrize("strange", ["%22", "%00", "x'--", "%F0%9F%98%80", "a" * 3000, "%3Cscript%3E"])
def test_a_strange_id_gets_404(fetch: Fetch, database: Path, strange: str) -> None:
    for kind in KINDS:
        answer = fetch(database, f"/{kind}/{strange}")
        assert answer.status == 404
        assert "<script>" not in answer.text


def test_a_claim_keeps_absent_not_checked_and_too_early_apart(
    fetch: Fetch, rows: Rows, real_database: Path, database: Path
) -> None:
    for made in (database, real_database):
        for (claim,) in rows(made, "SELECT id FROM claims"):
            html = fetch(made, f"/claims/{claim}").text
            counted: dict[str, int] = dict(
                rows(made, "SELECT cell, count(*) FROM claim_matrix WHERE claim = ? GROUP BY cell", claim)
            )
            numbers = shown(part(html, "claim_cells"))
            table = part(html, "claim_treatment")
            for cell in ("asserts", "attributes", "disputes", "denies", "absent", "not checked", "too early"):
                sign = {"absent": "–", "not checked": "?", "too early": "·"}.get(cell, "")
                assert re.search(rf"\b{counted.get(cell, 0)} (\S )?{re.escape(sign)} ?{cell}", numbers), (claim, cell)
                assert table.count(f'<tr class="row-{cell.replace(" ", "-")}">') == counted.get(cell, 0)


def test_a_claim_shows_one_sort_of_cell_where_the_address_asks_for_it(
    fetch: Fetch, rows: Rows, real_database: Path
) -> None:
    ((claim, wanted),) = rows(
        real_database, "SELECT claim, count(*) FROM claim_matrix WHERE cell = 'absent' GROUP BY claim LIMIT 1"
    )
    table = part(fetch(real_database, f"/claims/{claim}?cell=absent").text, "claim_treatment")
    assert table.count('<tr class="row-') == wanted == table.count('class="row-absent"')
    assert "No article has such a cell" in fetch(real_database, f"/claims/{claim}?cell=%22nonsense").text


def test_a_claim_that_looks_like_a_contradiction_is_explained(fetch: Fetch, database: Path) -> None:
    for claim, other in (("council-silent-on-cause", "captain-tired"), ("captain-tired", "council-silent-on-cause")):
        ties = part(fetch(database, f"/claims/{claim}").text, "claim_ties")
        assert "No contradiction" in ties and f"/claims/{other}" in ties
        assert "That the council gave no cause does not say that there was none." in shown(ties)


def test_values_stand_side_by_side_with_who_gives_them(fetch: Fetch, rows: Rows, database: Path) -> None:
    table = shown(part(fetch(database, "/claims/closed-days").text, "claim_values"))
    given = rows(database, "SELECT value FROM coverage WHERE claim = 'closed-days' AND value IS NOT NULL")
    assert given and all(value in table for (value,) in given)


def test_an_outlets_numbers_are_those_of_the_database(
    fetch: Fetch, rows: Rows, database: Path, real_database: Path
) -> None:
    for made in (database, real_database):
        for (outlet,) in rows(made, "SELECT id FROM outlets"):
            html = fetch(made, f"/outlets/{outlet}").text
            own = "article IN (SELECT id FROM articles WHERE outlet = ?)"
            ((quotes,),) = rows(made, f"SELECT count(*) FROM quotes WHERE {own}", outlet)
            ((carried,),) = rows(made, f"SELECT count(*) FROM coverage WHERE stance <> 'absent' AND {own}", outlet)
            numbers = re.findall(r"<dd>([^<]*)</dd></div>", html.split('<dl class="numbers">')[1].split("</dl>")[0])
            assert (numbers[1], numbers[3]) == (str(quotes), str(carried))
            ((silences,),) = rows(made, "SELECT count(DISTINCT claim) FROM silences WHERE outlet = ?", outlet)
            if silences:
                assert part(html, "outlet_silences").count("carried by") == min(silences, 25)


def test_likeness_never_stands_without_its_counts(fetch: Fetch, rows: Rows, real_database: Path) -> None:
    html = part(fetch(real_database, "/outlets/global-times").text, "outlet_likeness")
    assert "a few claims make no law" in html
    for compared, other in rows(
        real_database,
        "SELECT claims_compared, CASE outlet_a WHEN 'global-times' THEN outlet_b ELSE outlet_a END FROM outlet_pairs "
        "WHERE 'global-times' IN (outlet_a, outlet_b)",
    ):
        assert re.search(rf'/outlets/{other}".*?<td class="number">{compared}</td>', html, re.S)


def test_ratings_are_statements_of_their_raters(fetch: Fetch, rows: Rows, database: Path, changed: Changed) -> None:
    script = (
        "INSERT INTO outlet_ratings (id, outlet, rater, rating, source) VALUES "
        "('r', 'tidewire', 'A rater', 'Mostly wet', 'https://rater.example/tidewire');"
    )
    ratings = part(fetch(changed(database, script), "/outlets/tidewire").text, "outlet_ratings")
    assert "A rater" in ratings and "Mostly wet" in ratings and 'href="https://rater.example/tidewire"' in ratings
    assert "no measure of ours" in ratings


def test_an_actors_quotes_are_counted_by_outlet_and_over_time(fetch: Fetch, rows: Rows, real_database: Path) -> None:
    for actor, quotes in rows(
        real_database, "SELECT speaker, count(*) FROM quotes WHERE speaker IS NOT NULL GROUP BY speaker"
    ):
        html = fetch(real_database, f"/actors/{actor}").text
        for name in ("actor_outlets", "actor_periods"):
            table = part(html, name).split("<tbody>")[1]
            counts = re.findall(r'</th>\s*<td class="number">(\d+)</td>', table)
            assert sum(map(int, counts)) == quotes, (actor, name)


def test_words_at_second_hand_show_their_chain(fetch: Fetch, rows: Rows, real_database: Path) -> None:
    (actor, speaker), *_ = rows(
        real_database,
        "SELECT quote_hops.actor, quotes.speaker FROM quote_hops JOIN quotes ON quotes.id = quote_hops.quote "
        "WHERE quotes.speaker IS NOT NULL",
    )
    passed = part(fetch(real_database, f"/actors/{actor}").text, "actor_passed_on")
    assert 'class="chain"' in passed and f"/actors/{speaker}" in passed


def test_joint_words_lead_to_all_who_said_them(fetch: Fetch, rows: Rows, database: Path) -> None:
    for actor, speaker in rows(
        database,
        "SELECT quote_joint_speakers.actor, quotes.speaker FROM quote_joint_speakers "
        "JOIN quotes ON quotes.id = quote_joint_speakers.quote",
    ):
        assert f"/actors/{speaker}" in part(fetch(database, f"/actors/{actor}").text, "actor_joint")
        assert f"/actors/{actor}" in part(fetch(database, f"/actors/{speaker}").text, "actor_joint")


def test_an_event_tells_planned_from_reported_and_shows_dates_as_worded(
    fetch: Fetch, rows: Rows, database: Path, real_database: Path
) -> None:
    for made in (database, real_database):
        for (event,) in rows(made, "SELECT DISTINCT event FROM mentions"):
            html = part(fetch(made, f"/events/{event}").text, "event_mentions")
            for status, worded in rows(made, "SELECT status, date_worded FROM mentions WHERE event = ?", event):
                group = {"future": "Planned or expected", "negation": "Said not to have happened",
                         "hypothetical": "Talked of as a possibility"}.get(status, "Reported")  # fmt: skip
                assert f">{group} " in html
                assert not worded or worded in unescape(html)


def test_an_events_date_is_shown_on_the_clocks_of_those_who_report_it(
    fetch: Fetch, database: Path, changed: Changed
) -> None:
    script = "UPDATE events SET date = '2024-05-03T21:00:00', date_earliest = '2024-05-03T20:00:00Z', "
    script += "date_latest = '2024-05-03T20:00:00Z', time_zone = 'Europe/London' WHERE id = 'ferry-bumps-bridge'; "
    script += "UPDATE mentions SET time_zone = 'Asia/Tokyo' WHERE event = 'ferry-bumps-bridge';"
    html = shown(fetch(changed(database, script), "/events/ferry-bumps-bridge").text)
    assert "on the clock elsewhere: 4 May 2024, 05:00 in Tokyo" in html


def test_a_concept_marks_the_outlets_own_term_in_a_report(
    fetch: Fetch, rows: Rows, database: Path, real_database: Path
) -> None:
    for made in (database, real_database):
        for (concept,) in rows(made, "SELECT id FROM concepts"):
            html = fetch(made, f"/concepts/{concept}").text
            ((own,),) = rows(made, "SELECT count(*) FROM naming_matrix WHERE concept = ? AND own_in_report", concept)
            assert html.count("own term in a report of others") == own
            for (term,) in rows(made, "SELECT DISTINCT term FROM namings WHERE concept = ?", concept):
                assert term in unescape(html)


HOSTILE = "<script>alert(1)</script>\"'{{7*7}}\u202egnp=cmd|x"
UPDATES = {
    "outlets": ["name", "description"],
    "outlet_grounds": ["ground"],
    "actors": ["name", "office"],
    "actor_names": ["name"],
    "articles": ["headline"],
    "events": ["title", "note"],
    "claims": ["statement", "note", "scope"],
    "claim_relations": ["note"],
    "concepts": ["title", "definition"],
    "quotes": ["words", "exact", "gist", "cue", "note"],
    "coverage": ["note", "value"],
    "mentions": ["note", "date_worded", "count_worded", "place_worded"],
    "namings": ["term", "note"],
    "stances": ["reason"],
    "evidence": ["exact"],
    "stories": ["title"],
    "utterances": ["title"],
    "places": ["name"],
    "event_grounds": ["ground"],
    "article_credits": ["name"],
}


@pytest.fixture
def hostile(database: Path, changed: Changed) -> Path:
    """The made-up dataset with markup in every field of text, and addresses that are none."""
    text = HOSTILE.replace("'", "''")
    script = ["PRAGMA ignore_check_constraints = 1;"]
    script += [f"UPDATE {table} SET {name} = '{text}';" for table, names in UPDATES.items() for name in names]
    script += [
        "UPDATE outlets SET url = 'javascript:alert(1)';",
        "UPDATE outlet_ratings SET source = 'javascript:alert(1)';",
    ]
    script += ["UPDATE actors SET wikidata = '\"><b>';", f"UPDATE outlets SET description = '{'w<b>' * 25000}';"]
    return changed(database, "\n".join(script))


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_is_shown_as_text(fetch: Fetch, rows: Rows, hostile: Path, kind: str) -> None:
    for (record,) in rows(hostile, f"SELECT id FROM {kind}"):
        answer = fetch(hostile, f"/{kind}/{record}")
        checked = Checked(answer.text)
        assert answer.status == 200
        assert not checked.wrong
        assert "<script>alert" not in answer.text and "{{7*7}}" in answer.text
        assert not [link for link in checked.links if link.startswith("javascript:")]


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 5000, "999999", "²", "%00", ""])
def test_any_page_number_is_answered(fetch: Fetch, database: Path, page: str) -> None:
    assert fetch(database, f"/outlets/tidewire?outlet_sources_page={page}").status == 200


def test_what_has_no_answer_in_time_is_not_called_empty(
    fetch: Fetch, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Site.section

    async def slow(self: Site, name: str, *given: Any, **parameters: Any) -> Any:
        if name == "outlet_stances":
            raise QueryInterrupted(Exception("interrupted"), "", {})
        return await made(self, name, *given, **parameters)

    monkeypatch.setattr(Site, "section", slow)
    html = fetch(database, "/outlets/tidewire").text
    assert "No answer in time; there may be rows" in html
    assert "Stance" not in shown(html.split('id="nothing"')[-1]) or 'id="nothing"' not in html


def test_an_outlet_without_articles_makes_sense(fetch: Fetch, rows: Rows, real_database: Path) -> None:
    for (outlet,) in rows(real_database, "SELECT id FROM outlets WHERE id NOT IN (SELECT outlet FROM articles)"):
        text = shown(fetch(real_database, f"/outlets/{outlet}").text)
        assert "No article of this outlet is in the dataset." in text and "None" not in text


def test_time_is_told_as_finely_as_it_can_be_read() -> None:
    assert digits({"first": None, "last": None}) == "10"
    assert digits({"first": "2024-05-03T00:00:00Z", "last": "2024-06-03T00:00:00Z"}) == "10"
    assert digits({"first": "2024-05-03T00:00:00Z", "last": "2026-06-03T00:00:00Z"}) == "7"
    assert digits({"first": "1999-05-03T00:00:00Z", "last": "2026-06-03T00:00:00Z"}) == "4"
