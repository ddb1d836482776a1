"""The utterance page: an apparatus whose words are those of the articles and whose counts are the database's."""

import re
from html import unescape
from pathlib import Path

import pytest

from readout.web.apparatus import numbered, pieces, places, siglum
from tests.web.conftest import Changed, Fetch, Rows

BRIDGE = "council-on-sea-defence"


def change(operation: str, base: str | None = None, words: str | None = None) -> dict[str, str | None]:
    return {"operation": operation, "words_base": base, "words": words}


CHANGES = [
    change("same", "The sea", "The sea"),
    change("respelt", "defence", "defense"),
    change("dropped", "beside the bridge"),
    change("same", "is", "is"),
    change("replaced", "sound", "quite safe"),
    change("added", None, "they say"),
]
BASE = "The sea defence beside the bridge is sound."
TEXT = "The sea defense, is “quite safe”, they say!"


def shown(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_a_rendering_is_shown_as_printed_with_what_the_base_has_instead() -> None:
    made = pieces(BASE, TEXT, CHANGES)
    assert "".join(piece.words + piece.after for piece in made if piece.operation != "dropped") == TEXT
    assert [piece.base for piece in made if piece.operation == "dropped"] == ["beside the bridge"]
    assert [(piece.base, piece.words) for piece in made if piece.operation == "replaced"] == [("sound", "quite safe")]


def test_words_that_are_not_those_of_the_text_are_shown_alone() -> None:
    made = pieces("Other words", "Something else", [change("same", "one two", "one two")])
    assert [piece.words for piece in made if piece.words] == ["one two"]


def test_the_apparatus_lists_each_place_once_with_all_who_depart_there() -> None:
    rest = "beside the bridge is sound"
    other = [change("same", "The sea", "The sea"), change("respelt", "defence", "defense"), change("same", rest, rest)]
    found = places(BASE, {"a": CHANGES, "b": other})
    assert [(place.lemma, [(reading.operation, reading.quotes) for reading in place.readings]) for place in found] == [
        ("defence", [("respelt", ["a", "b"])]),
        ("beside the bridge", [("dropped", ["a"])]),
        ("sound", [("replaced", ["a"])]),
        ("sound", [("added", ["a"])]),
    ]
    marked = numbered(BASE, ["The", "sea", "defence", "beside", "the", "bridge", "is", "sound"], found)
    assert "".join(text for text, _ in marked) == BASE
    assert [numbers for _, numbers in marked] == [[1], [2], [3, 4], []]


def test_sigla_go_on_after_the_alphabet() -> None:
    assert [siglum(number) for number in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


def test_every_rendering_reads_as_its_article_has_it(
    fetch: Fetch, rows: Rows, database: Path, real_database: Path
) -> None:
    for built in (database, real_database):
        for quote, exact, utterance in rows(built, "SELECT id, exact, utterance FROM quotes WHERE exact IS NOT NULL"):
            if not utterance or len(exact) > 1000:
                continue
            html = fetch(built, f"/utterances/{utterance}").text
            block = html.split(f'id="{quote}"')[1].split("<blockquote")[1].split("</blockquote>")[0].split(">", 1)[1]
            block = re.sub(r'<span class="visually-hidden">.*?</span>', "", re.sub(r"<del>.*?</del>", "", block))
            assert shown(block).replace(" ", "") == exact.replace(" ", ""), (utterance, quote)


def counts(html: str) -> list[list[int]]:
    table = html.split('id="utterance_counts"')[1].split("</table>", maxsplit=1)[0]
    return [[int(n) for n in re.findall(r'class="number">(\d+)</td>', row)] for row in table.split("<tr>")[2:]]


def test_the_counts_are_those_of_the_database_either_way_round(fetch: Fetch, rows: Rows, real_database: Path) -> None:
    columns = ("words_same", "words_respelt", "words_dropped", "words_added", "words_replaced")
    sql = f"SELECT utterance, quote_b, {', '.join(columns)} FROM quote_variants WHERE quote_a = ? AND quote_b = ?"
    pairs = rows(real_database, "SELECT utterance, quote_a, quote_b FROM quote_variants WHERE quote_a IS NOT NULL")
    assert pairs
    for utterance, a, b in pairs:
        _, _, *expected = rows(real_database, sql, a, b)[0]
        forth = counts(fetch(real_database, f"/utterances/{utterance}?base={a}").text)
        back = counts(fetch(real_database, f"/utterances/{utterance}?base={b}").text)
        assert list(expected) in forth
        same, respelt, dropped, added, _ = expected
        assert [same, respelt, added, dropped] in [row[:4] for row in back]


def test_marks_can_be_heard(fetch: Fetch, database: Path) -> None:
    html = fetch(database, f"/utterances/{BRIDGE}").text
    assert "Base: the original" in html
    for operation in ("dropped", "added", "replaced"):
        if f"[{operation}: " in html:
            break
    else:
        pytest.fail("no mark has words")
    assert re.search(r'<del><span class="visually-hidden">\[dropped: </span>', html)


def test_an_unknown_base_falls_back_to_the_first_choice(fetch: Fetch, database: Path) -> None:
    assert "Base: the original" in fetch(database, f"/utterances/{BRIDGE}?base=%27%20OR%201").text


def test_an_original_in_another_language_is_no_base(fetch: Fetch, database: Path) -> None:
    html = fetch(database, "/utterances/captain-on-fog").text
    assert "La nebulo venis" in html
    assert "Base: the original" not in html
    assert "looked for, not found" in html


def test_one_rendering_or_none_is_said_to_be_so(fetch: Fetch, rows: Rows, database: Path, changed: Changed) -> None:
    (only,) = rows(database, "SELECT min(id) FROM quotes WHERE utterance = 'captain-on-fog'")[0]
    script = "DELETE FROM quote_changes; DELETE FROM quote_variants; "
    copy = changed(database, f"{script} UPDATE quotes SET utterance = NULL WHERE id <> '{only}'")
    assert "Only one article renders it" in fetch(copy, "/utterances/captain-on-fog").text
    assert "No article renders it" in fetch(copy, "/utterances/council-thanks").text


def test_more_than_a_dozen_renderings_go_on_further_pages(
    fetch: Fetch, rows: Rows, database: Path, changed: Changed
) -> None:
    (article,) = rows(database, "SELECT min(id) FROM articles")[0]
    new = "INSERT INTO quotes (id, article, exact, words, type, medium, utterance) VALUES "
    new += ", ".join(f"('n{n}', '{article}', 'w{n}', 'w{n}', 'direct', 'speech', 'council-thanks')" for n in range(30))
    copy = changed(database, new)
    first = fetch(copy, "/utterances/council-thanks").text
    second = fetch(copy, "/utterances/council-thanks?utterance_renderings_page=2").text
    assert first.count('<article class="rendering"') == 12
    assert 'rel="next"' in first
    assert second.count('<article class="rendering"') == 12
    assert ">M</b>" in second


def test_hostile_words_are_shown_as_words(fetch: Fetch, rows: Rows, database: Path, changed: Changed) -> None:
    text = "<script>alert(1)</script>\u202e"
    script = f"""UPDATE utterances SET title = '{text}', original = '{text * 4000}', note = '{text}',
                   original_url = 'javascript:alert(1)';
                 UPDATE quotes SET exact = CASE WHEN exact IS NULL THEN NULL ELSE '{text}' END, cue = '{text}';
                 UPDATE quote_changes SET words_a = '{text}', words_b = '{text}';
                 UPDATE utterance_grounds SET ground = '{text}', source = 'javascript:alert(1)';"""
    copy = changed(database, script)
    for (utterance,) in rows(copy, "SELECT id FROM utterances"):
        page = fetch(copy, f"/utterances/{utterance}")
        assert page.status == 200
        assert "<script>alert" not in page.text
        assert 'href="javascript' not in page.text


def test_an_unknown_utterance_gets_its_neighbours(fetch: Fetch, database: Path) -> None:
    page = fetch(database, "/utterances/captain-on-the-fog")
    assert page.status == 404
    assert 'href="/utterances/captain-on-fog"' in page.text
