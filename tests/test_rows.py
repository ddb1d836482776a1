"""From a source file to rows: ids that last, evidence, short hand, and reading as a pure function."""

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readout.flatten import GAP, pieces
from readout.row import row_id
from readout.source import SourceFile
from readout.strict_yaml import read_yaml
from tests.conftest import ROOT
from tests.made import FILES, HARBOUR, HARBOUR_POST, HILL_TIMES, codes, read, reader, values

LISTS = ("quotes", "coverage", "mentions", "namings", "stances", "frames", "credits")
PATH = f"sources/articles/harbour-post/{HARBOUR}.md"


def front_of(article: str) -> dict[str, Any]:
    """The annotation of an article, as a value."""
    return dict(read_yaml(article.split("---\n")[1], PATH)[0])


def article_of(front: dict[str, Any]) -> str:
    """An article's file with an annotation; JSON is YAML, too."""
    return f"---\n{json.dumps(front)}\n---\n"


def rows_of(front: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The rows of an annotation by id, without what says where they stand in a list."""
    reading = read(article_of(front), PATH)
    assert reading.problems == []
    return {row.id: row.values for row in reading.rows}


BOTH = front_of(HARBOUR_POST)
for _name, _rows in front_of(HILL_TIMES).items():
    if _name in LISTS:
        _have = {str(row.get("claim")) for row in BOTH[_name]} if _name == "coverage" else set()
        BOTH[_name] = BOTH[_name] + [row for row in _rows if str(row.get("claim")) not in _have]
BOTH["absent"] = ["bell", "date-of-birth"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_rows_keep_their_ids_when_lists_are_put_in_another_order(data: st.DataObject) -> None:
    """Whatever the order of quotes, coverage and the rest: the same ids, each with the same values."""
    moved = {name: data.draw(st.permutations(rows)) if name in LISTS else rows for name, rows in BOTH.items()}
    assert rows_of(moved) == rows_of(BOTH)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_rows_keep_their_ids_when_others_are_taken_away(data: st.DataObject) -> None:
    """What remains of any list has the ids and values that it had."""
    fewer = {
        name: [row for row in rows if data.draw(st.booleans())] if name in LISTS else rows
        for name, rows in BOTH.items()
    }
    everything, remaining = rows_of(BOTH), rows_of(fewer)
    assert remaining.keys() <= everything.keys()
    assert all(everything[row] == found for row, found in remaining.items() if row != HARBOUR)


def test_the_fields_of_a_row_may_stand_in_any_order() -> None:
    """Their order says nothing."""
    turned = {**BOTH, "quotes": [dict(reversed(quote.items())) for quote in BOTH["quotes"]]}
    assert rows_of(turned) == rows_of(BOTH)


@pytest.mark.parametrize(
    ("table", "number", "field", "new"),
    [
        ("quotes", 0, "exact", "The clock will stop"),
        ("coverage", 0, "claim", "another"),
        ("mentions", 0, "event", "fair"),
        ("mentions", 0, "according_to", "mayor"),
        ("namings", 0, "term", "stillstand"),
        ("namings", 0, "concept", "another"),
        ("stances", 0, "toward", "guild"),
        ("credits", 0, "name", "Bo Strand II"),
    ],
)
def test_an_id_changes_with_what_the_row_is_about(table: str, number: int, field: str, new: str) -> None:
    """Other words, another claim, actor or event: another row."""
    changed = [dict(row) for row in BOTH[table]]
    changed[number][field] = new
    before = rows_of(BOTH).keys() - {HARBOUR}
    after = rows_of({**BOTH, table: changed})
    assert after.keys() - before - {HARBOUR}
    assert before - after.keys()


@pytest.mark.parametrize(
    ("table", "field", "new"),
    [
        ("quotes", "cue", "asserted"), ("quotes", "speaker", "guild"), ("coverage", "stance", "disputes"),
        ("coverage", "value", "2025-04"), ("coverage", "note", "A reason."), ("mentions", "status", "historical"),
        ("namings", "marks", "hedge"), ("stances", "score", -1), ("stances", "reason", "Other words."),
    ],
)  # fmt: skip
def test_an_id_stays_when_a_judgement_changes(table: str, field: str, new: object) -> None:
    """A curator who thinks better of a stance or a note does not break links to the row."""
    changed = [dict(row) for row in BOTH[table]]
    changed[0][field] = new
    assert rows_of({**BOTH, table: changed}).keys() == rows_of(BOTH).keys()


def test_words_that_stand_twice_are_told_apart_by_their_occurrence() -> None:
    """The same words twice are the same row, a problem of its own; with their occurrences they are two."""
    quote = {"type": "direct", "medium": "speech"}
    same = [{**quote, "exact": "yes"}, {**quote, "exact": "yes"}]
    two = [{**quote, "exact": "yes"}, {**quote, "exact": {"exact": "yes", "occurrence": 2}}]
    counts = []
    for quotes in (same, two):
        front = {name: rows for name, rows in BOTH.items() if name not in LISTS}
        counts.append(len({row["id"] for row in values(read(article_of({**front, "quotes": quotes}), PATH), "quotes")}))
    assert counts == [1, 2]


def test_an_id_is_the_articles_with_eight_letters_and_digits() -> None:
    """It needs no escaping in an address; and it is written down here, since links to it must last for good."""
    assert row_id("a", "quotes", "", "words") == "a-m7cidwhs"
    made = row_id("2025-03-02-harbour", "quotes", "", "The clock will never stop again in our harbor\x1d1")
    assert reader().is_id(made)
    assert len(made) == len("2025-03-02-harbour-") + 8


def test_ids_do_not_run_together() -> None:
    """The parts of an id are kept apart: (ab, c) is not (a, bc)."""
    assert row_id("x", "ab", "c") != row_id("x", "a", "bc")
    assert row_id("x", "ab") != row_id("x", "ab", "")


def test_a_quote_in_a_quote_points_to_the_one_around_it() -> None:
    """`inside` holds the outer quote's id; both belong to the article; deeper ones point one level up."""
    quote = {"type": "direct", "medium": "speech"}
    nested = {**quote, "exact": "one", "inner": [{**quote, "exact": "two", "inner": [{**quote, "exact": "three"}]}]}
    rows = [row for row in rows_of({**BOTH, "quotes": [nested]}).values() if "medium" in row and "genre" not in row]
    by_words = {row["words"]: row for row in rows}
    assert {row["article"] for row in rows} == {HARBOUR}
    assert by_words["one"].get("inside") is None
    assert by_words["two"]["inside"] == by_words["one"]["id"]
    assert by_words["three"]["inside"] == by_words["two"]["id"]


def test_the_same_words_inside_two_quotes_are_two_rows() -> None:
    """Two speakers who both quote the same saying: two inner quotes, told apart by their occurrence in the text."""
    quote = {"type": "direct", "medium": "speech"}
    first, second = ({**quote, "exact": {"exact": "haste", "occurrence": number}} for number in (1, 2))
    two = [{**quote, "exact": "one haste", "inner": [first]}, {**quote, "exact": "two haste", "inner": [second]}]
    assert len({row["id"] for row in values(read(article_of({**BOTH, "quotes": two}), PATH), "quotes")}) == 4


def test_naming_the_first_occurrence_does_not_change_an_id() -> None:
    """A locator of the same place, written more fully when the words came to stand twice."""
    quote = {"type": "direct", "medium": "speech"}
    ids = [
        values(read(article_of({**BOTH, "quotes": [{**quote, "exact": exact}]}), PATH), "quotes")[0]["id"]
        for exact in ("yes", {"exact": "yes", "occurrence": 1}, ["yes"])
    ]
    assert len(set(ids)) == 1


def test_absent_is_short_for_coverage() -> None:
    """The short form gives the very rows of the long form, with the ids of the long form."""
    short = {**BOTH, "coverage": [], "absent": ["bell", "steps"]}
    long = {**BOTH, "absent": [], "coverage": [{"claim": claim, "stance": "absent"} for claim in ("bell", "steps")]}
    assert rows_of(short) == rows_of(long)
    found = [row for row in rows_of(short).values() if row.get("stance") == "absent"]
    assert {(row["article"], row["claim"]) for row in found} == {(HARBOUR, "bell"), (HARBOUR, "steps")}


def test_a_claim_both_covered_and_absent_has_one_id() -> None:
    """So that the check of ids finds the contradiction."""
    both = {**BOTH, "coverage": [{"claim": "bell", "stance": "denies", "evidence": "rang"}], "absent": ["bell"]}
    rows = values(read(article_of(both), PATH), "coverage")
    assert len(rows) == 2
    assert rows[0]["id"] == rows[1]["id"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("words", [("words", None)]),
        (["one", "two"], [("one", None), ("two", None)]),
        ({"exact": "words", "occurrence": 2}, [("words", 2)]),
        ([{"exact": "one", "occurrence": 3}, "two"], [("one", 3), ("two", None)]),
        ({"exact": "words"}, [("words", None)]),
    ],
)
def test_pieces_of_evidence(value: Any, expected: list[tuple[str, int | None]]) -> None:
    """A string, a list of strings, or a mapping with an occurrence, also mixed."""
    assert list(pieces(value)) == expected


def test_a_discontinuous_span_is_several_rows_of_evidence() -> None:
    """One row a piece, in order, all of the same annotation and field; the column joins them with the sign of a gap."""
    front = {
        **BOTH,
        "quotes": [{"type": "direct", "medium": "speech", "exact": ["one", {"exact": "two", "occurrence": 2}]}],
    }
    reading = read(article_of(front), PATH)
    quote = values(reading, "quotes")[0]
    found = [row for row in values(reading, "evidence") if row["annotation"] == quote["id"]]
    assert quote["exact"] == quote["words"] == f"one{GAP}two" == "one […] two"
    assert [(row["kind"], row["field"], row["seq"], row["exact"], row["occurrence"]) for row in found] == [
        ("quote", "exact", 0, "one", None),
        ("quote", "exact", 1, "two", 2),
    ]
    assert len({row["id"] for row in found}) == 2


def test_every_kind_of_annotation_gives_evidence_of_its_kind() -> None:
    """The kinds are those that the schema names."""
    kinds = {row["kind"] for row in values(read(HARBOUR_POST), "evidence")}
    assert kinds == {"quote", "coverage", "mention", "naming", "stance", "frame", "credit", "zone", "reuse"}


def test_the_outlet_is_the_folder_and_the_id_is_the_name() -> None:
    """What the place of a file says is not written again; the note is what stands below the front matter."""
    article = values(read(HARBOUR_POST), "articles")[0]
    assert (article["id"], article["outlet"], article["note"]) == (HARBOUR, "harbour-post", "A note on the clock.")
    assert (article["published_earliest"], article["published_latest"]) == (
        "2025-03-02T00:00:00Z",
        "2025-03-02T23:59:59Z",
    )


def test_a_text_that_looks_like_a_number_stays_as_it_was_written() -> None:
    """A value of 40 is the text '40'; a score is a number; a boolean is 0 or 1."""
    reading = read(HARBOUR_POST)
    assert [row["value"] for row in values(reading, "coverage") if "value" in row] == ["2025-03", "40"]
    assert values(reading, "stances")[0]["score"] == 1
    assert values(reading, "article_frames")[0]["primary"] == 1


def fingerprint(paths: list[str]) -> dict[str, str]:
    """What reading each file gives, as text."""
    found = {path: reader().read(SourceFile(path, FILES[path].encode())) for path in paths}
    return {path: json.dumps([repr(row) for row in reading.rows]) for path, reading in found.items()}


ELSEWHERE = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
from tests.test_rows import fingerprint
print(json.dumps(fingerprint(json.loads(sys.argv[2]))))
"""


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_reading_says_the_same_in_another_process_in_any_order(seed: str) -> None:
    """Nothing but the file and the schema goes in: not the other files, their order, or the seed of the hashes."""
    paths = sorted(FILES, reverse=seed != "0")
    command = [sys.executable, "-c", ELSEWHERE, json.dumps([str(ROOT)]), json.dumps(paths)]
    ended = subprocess.run(
        command, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(ended.stdout) == fingerprint(list(FILES))


def test_a_file_alone_is_read_like_among_others() -> None:
    """A reader that has read nothing, and one that has read everything, say the same; references are not followed."""
    alone = read(HARBOUR_POST)
    for path in FILES:
        read(FILES[path], path)
    again = read(HARBOUR_POST)
    assert (alone.rows, alone.problems) == (again.rows, again.problems)
    nobody = read(HARBOUR_POST.replace("speaker: mayor", "speaker: nobody-at-all"))
    assert codes(nobody.problems) == []


def test_a_record_with_a_wrong_shape_leaves_its_id_only() -> None:
    """References to it hold, nothing else of it is taken, and its neighbours are read."""
    reading = read("good: {title: A, summary: B}\nbad: {title: A, sumary: B}\n", "sources/stories.yaml")
    assert codes(reading.problems) == ["R201"]
    assert [(row.id, row.broken) for row in reading.rows] == [("good", False), ("bad", True)]
