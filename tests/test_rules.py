"""The rules that only this field knows, one article at a time: R408 to R413, R416 and R418."""

import pytest

from readout.problem import Problem
from tests.made import FILES
from tests.rules import AT_HARBOUR, AT_HILL, MORE, REVIEWED, article, codes, edited, reviewed, said, with_more

ACTORS, EVENTS, UTTERANCES = "sources/actors.yaml", "sources/events.yaml", "sources/utterances.yaml"


def quote(exact: str, more: str = "", speaker: str = "mayor", indent: str = "  ") -> str:
    """A direct quote, as it stands in a list."""
    return f"{indent}- {{speaker: {speaker}, exact: {exact}, type: direct, medium: speech{more}}}\n"


def test_the_made_up_project_is_clean() -> None:
    """What these tests find comes of what they change."""
    assert said(FILES) == []
    assert said(reviewed(FILES)) == []


# ── R408: the budget of quotations


@pytest.mark.parametrize(("count", "expected"), [(600, []), (601, ["R408"])])
def test_six_hundred_words_may_be_quoted(count: int, expected: list[str]) -> None:
    """Whether or not the text is at hand; a word with an apostrophe is one."""
    words = " ".join(f"word{number}" for number in range(count - 1)) + " it's"
    for text in ("", f"{words} " * 9):
        problems = said(with_more("quotes:\n" + quote(f'"{words}"'), text=text))
        assert [problem.code for problem in problems] == expected
        assert all(problem.place.pointer == ("quotes",) for problem in problems)


@pytest.mark.parametrize(("length", "expected"), [(40, []), (41, ["R408"])])
@pytest.mark.parametrize("letter", ["x", "🕰", "é"])
def test_two_fifths_of_the_text_may_be_quoted(letter: str, length: int, expected: list[str]) -> None:
    """Counted in code points of the text; unknown, and no problem, where there are no anchors."""
    words = letter * length
    files = with_more("quotes:\n" + quote(words), text=words + "." * (100 - length))
    assert codes(files) == expected
    assert codes({path: one for path, one in files.items() if not path.endswith(".json")}) == []


def test_what_is_not_the_article_gives_no_budget() -> None:
    """Forty of a hundred code points, and the same with a hundred more of teasers."""
    text = "x" * 41 + "." * 59 + "More stories" + "." * 88
    zones = "zones:\n  - {kind: teasers, from: More stories}\n"
    assert codes(with_more("quotes:\n" + quote("x" * 41), text=text)) == []
    assert codes(with_more(zones + "quotes:\n" + quote("x" * 41), text=text)) == ["R408"]


def test_a_quote_inside_a_quote_costs_nothing() -> None:
    """Its words are those of the outer one; without words of an outer one they count."""
    inner = ", inner: [{speaker: guild, exact: " + "x" * 30 + ", type: direct, medium: speech}]"
    text = "yy" + "x" * 38 + "." * 60
    assert codes(with_more("quotes:\n" + quote("yy" + "x" * 38, inner), text=text)) == []
    told = "  - {speaker: mayor, gist: Told., type: indirect, medium: speech, evidence: yy" + inner
    assert codes(with_more("quotes:\n" + told.replace("x" * 30, "x" * 38) + "}\n", text=text)) == []
    assert codes(with_more("quotes:\n" + told.replace("x" * 30, "x" * 38) + "}\n", text=text[:-10])) == ["R408"]


# ── R409: each stretch once

TEXT = "He said “stop the clock again and again”, and she said “stop the clock” too." + " " * 200


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        (quote("stop the clock again") + quote("clock again and"), [("quotes", 1)]),
        (quote("stop the clock") + quote("again and again"), []),
        (quote("stop the clock again") + quote("{exact: stop the clock, occurrence: 2}", speaker="guild"), []),
        (quote("[stop the, and again]") + quote("[the clock again, and again]"), [("quotes", 1)]),
        (quote("stop the clock again") + quote("the clock") + quote("clock again"), [("quotes", 1), ("quotes", 2)]),
        (quote("stop the clock again", ", inner: [{speaker: guild, exact: the clock, type: direct, medium: speech, "
               "inner: [{speaker: wire, exact: clock, type: direct, medium: speech}]}]"), []),
        (quote("stop the clock again", ", inner: [{speaker: guild, exact: the clock, type: direct, medium: speech}, "
               "{speaker: wire, exact: clock again, type: direct, medium: speech}]"), [("quotes", 0, "inner", 1)]),
    ],
)  # fmt: skip
def test_words_of_one_place_stand_in_one_quote(quotes: str, expected: list[tuple[str | int, ...]]) -> None:
    """Overlapping quotes are told at the later one, once; nested ones are as they should be."""
    problems = said(with_more("quotes:\n" + quotes, text=TEXT))
    assert [(problem.code, problem.place.pointer[:-1]) for problem in problems] == [("R409", at) for at in expected]


def test_without_anchors_the_same_words_are_the_same_place() -> None:
    """So too where one of the two is anchored already; the first occurrence need not be named."""
    quotes = "quotes:\n" + quote("[stop the clock, too]") + quote("[{exact: stop the clock, occurrence: 1}, again]")
    assert codes(with_more(quotes)) == ["R409"]
    assert codes(with_more(quotes.replace("occurrence: 1", "occurrence: 2"))) == []
    files = with_more("quotes:\n" + quote("[stop the clock, too]"), text=TEXT)
    assert codes({**files, MORE: article(quotes)}) == ["R409", "R503"]


def test_the_same_quote_twice_is_one_mistake() -> None:
    """Two rows with the same key: R303 says it."""
    assert codes(with_more("quotes:\n" + quote("stop the clock") * 2, text=TEXT)) == ["R303"]


# ── R410, R411: speakers


@pytest.mark.parametrize("kind", ["direct", "mixed"])
@pytest.mark.parametrize("inner", [False, True])
def test_words_in_quotation_marks_need_a_speaker(kind: str, inner: bool) -> None:
    """Also inside another quotation."""
    bare = f"{{exact: stop, type: {kind}, medium: speech}}"
    tail = f"quotes:\n{quote('stop it', f', inner: [{bare}]')}" if inner else f"quotes:\n  - {bare}\n"
    problems = said(with_more(tail))
    pointer = ("quotes", 0, "inner", 0) if inner else ("quotes", 0)
    assert [(one.code, one.place.pointer) for one in problems] == [("R410", pointer)]


@pytest.mark.parametrize("kind", ["indirect", "freeIndirect", "reported"])
def test_words_that_are_told_need_no_speaker(kind: str) -> None:
    """Who said what is told may be left open ("it was said")."""
    bare = f"{{gist: It stopped., evidence: it was said, type: {kind}, medium: speech}}"
    assert codes(with_more(f"quotes:\n  - {bare}\n")) == []


def disagreement(speaker: str, actors: str, utterance: str = "") -> list[Problem]:
    """What is said of a quote by this speaker of an utterance that the mayor made."""
    files = with_more("quotes:\n" + quote("never", ", utterance: promise", speaker))
    files[ACTORS] += actors
    if utterance:
        assert files[UTTERANCES].count("  speaker: mayor\n") == 1
        files[UTTERANCES] = files[UTTERANCES].replace("  speaker: mayor\n", utterance)
    return [problem for problem in said(files) if problem.code not in {"R411", "R417"} or problem.place.path == MORE]


PERSON = "{}: {{name: Somebody, kind: person, part_of: {}}}\n"


@pytest.mark.parametrize(
    ("speaker", "actors", "utterance", "expected"),
    [
        ("guild", "", "", []),  # a joint speaker of the utterance
        ("wire", "", "", ["R411"]),
        ("clerk", PERSON.format("clerk", "mayor"), "", []),
        ("page", PERSON.format("page", "clerk") + PERSON.format("clerk", "mayor"), "", []),
        ("clerk", PERSON.format("clerk", "wire"), "", ["R411"]),
        ("clerk", PERSON.format("clerk", "guild"), "", []),
        # the other way round: the whole speaks for its part
        ("town", "town: {name: Town, kind: organisation}\n" + PERSON.format("clerk", "town"), "  speaker: clerk\n", []),
        # two parts of one whole are two voices
        ("clerk", PERSON.format("clerk", "wire") + PERSON.format("page", "wire"), "  speaker: page\n", ["R411"]),
        # what can't be known is not held against anybody
        ("nobody", "", "", ["R301"]),
        ("wire", "", "  speaker: nobody\n", ["R301"]),
        ("clerk", PERSON.format("clerk", "nobody"), "", ["R301"]),
        ("clerk", PERSON.format("clerk", "guild").replace("kind", "sort"), "", ["R201"]),
        ("wire", "", "  speaker: [mayor]\n", ["R203"]),
        ("wire", "", "  speaker: null\n", ["R401"]),
        # a circle is reported as such, and walked round once
        ("clerk", PERSON.format("clerk", "page") + PERSON.format("page", "clerk"), "", ["R304", "R411"]),
    ],
)  # fmt: skip
def test_speakers_agree(speaker: str, actors: str, utterance: str, expected: list[str]) -> None:
    """With who made the utterance, alone or jointly, or with a part or the whole of one of them."""
    assert [problem.code for problem in disagreement(speaker, actors, utterance)] == expected


# ── R412, R413, R416, R418: judgements


@pytest.mark.parametrize("status", ["past", "ongoing", "historical", "future", "hypothetical", "negation"])
@pytest.mark.parametrize(
    ("event", "published", "late"),
    [
        ("2025-03-08", "2025-03-07", True),
        ("2025-03-07", "2025-03-07", False),
        ("2025-03", "2025-03-07", False),
        ("2025-03-08/..", "2025-03-07", True),
        ("../2025-03-08", "2025-03-07", False),
        ("2025-03-07T12:00:00Z", "2025-03-07T11:59:59Z", True),
        ("2025-03-07T12:00:00+01:00", "2025-03-07T11:00:00Z", False),
        ("2025-03-08\n  time_zone: Pacific/Auckland", "2025-03-07T11:00:00Z", False),
        ("null\n  grounds: {date: {basis: not-found, ground: Looked for.}}", "2025-03-07", False),
        ("2025-03-08", "null\ngrounds: {published: {basis: not-stated, ground: None.}}", False),
    ],
)
def test_what_is_past_has_happened(status: str, event: str, published: str, late: bool) -> None:
    """An event that began after the last second in which the article can have appeared can't be past in it."""
    files = edited((EVENTS, "date: 2025-03-10", f"date: {event}"), (EVENTS, "  allow:\n    R417: No article", "#"))
    files[MORE] = article(f"mentions:\n  - {{event: fair, status: {status}, evidence: fair}}\n", published=published)
    said_of_past = late and status in {"past", "ongoing", "historical"}
    assert codes(files) == (["R412"] if said_of_past else [])


def test_a_wrong_date_of_an_article_is_one_mistake() -> None:
    """R404 says that the file's name has another; that its events come later follows from it."""
    assert codes(edited((AT_HARBOUR, "published: 2025-03-02", "published: 2024-03-02"))) == ["R404"]


def test_what_is_absent_has_no_evidence() -> None:
    """One problem for one row, however many pieces it has; the short form can't have any."""
    row = "coverage:\n  - {claim: bell, stance: absent, evidence: [the bell, is silent]}\n"
    assert [(one.code, one.place.pointer) for one in said(with_more(row))] == [("R413", ("coverage", 0, "stance"))]
    assert codes(with_more(row.replace("absent, evidence", "asserts, evidence"))) == []
    assert codes(with_more("absent: [bell]\n")) == []
    assert codes(edited((AT_HILL, "absent: [bell]", "absent: [bell, stopped]"))) == ["R303"]


@pytest.mark.parametrize(("reason", "expected"), [("It is a kind word.", []), ("It's a kind word.", ["R416"])])
def test_a_reason_has_five_words(reason: str, expected: list[str]) -> None:
    """So many a person needs to say why."""
    assert (
        codes(with_more(f"stances:\n  - {{toward: mayor, score: 1, reason: {reason}, evidence: kind}}\n")) == expected
    )


@pytest.mark.parametrize(
    ("status", "suggested", "expected"),
    [
        ("status: draft", "true", []),
        (REVIEWED, "true", ["R418"] * 2),
        (REVIEWED, "false", []),
        ("status: null", "true", ["R401"]),
    ],
)
def test_what_is_reviewed_holds_no_suggestion(status: str, suggested: str, expected: list[str]) -> None:
    """Each that is left is named, in whatever list it stands."""
    tail = f"quotes:\n{quote('never', f', suggested: {suggested}')}"
    tail += f"mentions:\n  - {{event: stop, status: past, evidence: stopped, suggested: {suggested}}}\n"
    problems = said(with_more(tail, status))
    assert [problem.code for problem in problems] == expected
    if expected == ["R418"] * 2:
        assert {one.place.pointer for one in problems} == {("quotes", 0, "suggested"), ("mentions", 0, "suggested")}
