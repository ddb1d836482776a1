"""Exceptions from rules, written beside their records with a reason; and R419, where one is not needed."""

import pytest

from readout.problem import MAY_BE_EXCEPTED, NAMES, Place, Problem
from tests.made import FILES
from tests.rules import AT_HARBOUR, AT_HILL, AT_VALLEY, MORE, article, codes, edited, said, with_more

ALLOW = "allow: {{{}: It is right all the same.}}"
EVENTS = "sources/events.yaml"


def stance(more: str = "", reason: str = "Kind.") -> str:
    """A stance whose reason is too short."""
    return f"stances:\n  - {{toward: mayor, score: 1, reason: {reason}, evidence: kind{more}}}\n"


def told(files: dict[str, str]) -> list[tuple[str, tuple[str | int, ...]]]:
    """The codes and pointers of what is wrong."""
    return [(problem.code, problem.place.pointer) for problem in said(files)]


@pytest.mark.parametrize("where", ["record", "article"])
def test_an_exception_holds_beside_its_record_and_around_it(where: str) -> None:
    """On the stance itself, and on the article that it stands in."""
    allow = ALLOW.format("R416")
    tail = stance(f", {allow}") if where == "record" else stance() + allow + "\n"
    assert codes(with_more(stance())) == ["R416"]
    assert codes(with_more(tail)) == []


def test_an_exception_holds_for_quotes_inside() -> None:
    """Of a quote for those inside it, of none beside it."""
    bare = "{exact: stop, type: direct, medium: speech}"
    outer = "  - {{speaker: mayor, exact: stop it, type: direct, medium: speech{}}}\n"
    allow = ", " + ALLOW.format("R410")
    assert codes(with_more("quotes:\n" + outer.format(f", inner: [{bare}]{allow}"))) == []
    beside = outer.format(allow) + f"  - {bare}\n"
    assert told(with_more("quotes:\n" + beside)) == [("R410", ("quotes", 1)), ("R419", ("quotes", 0, "allow", "R410"))]


def test_an_exception_on_another_record_is_no_help() -> None:
    """The problem stays, and the exception is not needed where it stands."""
    other = "mentions:\n  - {event: stop, status: past, evidence: stopped, " + ALLOW.format("R416") + "}\n"
    found = told(with_more(stance() + other))
    assert found == [("R416", ("stances", 0, "reason")), ("R419", ("mentions", 0, "allow", "R416"))]


def test_an_exception_in_another_file_is_no_help() -> None:
    """The article's does not hold for a register's record."""
    files = edited((EVENTS, "    R417: No article speaks of it yet.", "    R414: Wrong.\n    R417: Right."))
    assert told(files) == [("R419", ("fair", "allow", "R414"))]
    files = edited((EVENTS, "  allow:\n    R417: No article speaks of it yet.\n", ""))
    files[MORE] = article(ALLOW.format("R417") + "\n")
    assert sorted(codes(files)) == ["R417", "R419"]


def test_of_two_around_one_problem_the_nearer_is_needed() -> None:
    """The other is left over; unless there is a problem that only it holds for."""
    allow = ALLOW.format("R416")
    twice = stance(f", {allow}") + allow + "\n"
    assert told(with_more(twice)) == [("R419", ("allow", "R416"))]
    second = "  - {toward: guild, score: 1, reason: Kind., evidence: kind}\n"
    assert codes(with_more(stance(f", {allow}") + second + allow + "\n")) == []


def test_an_exception_twice_is_a_repeated_key() -> None:
    """YAML itself can't have it."""
    assert codes(with_more(stance() + "allow:\n  R416: One.\n  R416: Two.\n")) == ["R105"]


def test_an_exception_has_a_reason() -> None:
    """Without one it is no exception, and the record is not in order."""
    assert codes(with_more(stance() + "allow: {R416: ''}\n")) == ["R206"]
    assert codes(with_more(stance() + "allow: {R416: null}\n")) == ["R203"]
    assert codes(with_more(stance() + "allow: [R416]\n")) == ["R203"]


@pytest.mark.parametrize("code", sorted(MAY_BE_EXCEPTED - {"R408", "R409"}))
def test_a_needless_exception_is_a_problem(code: str) -> None:
    """Told at its key, with the name of what it is not needed for."""
    (problem,) = said(with_more(stance(reason="It is a kind word.") + ALLOW.format(code) + "\n"))
    assert (problem.code, problem.place.pointer, problem.place.key) == ("R419", ("allow", code), True)
    assert f"{code} {NAMES[code]}" in problem.message


@pytest.mark.parametrize("code", ["R408", "R409"])
def test_what_only_the_text_shows_is_needless_only_with_anchors(code: str) -> None:
    """Before all words have their place nobody can tell that no two stand in the same."""
    tail = "quotes:\n  - {speaker: mayor, exact: stop it, type: direct, medium: speech}\n" + ALLOW.format(code) + "\n"
    assert codes(with_more(tail)) == []
    assert codes(with_more(tail, text="stop it" + "." * 90)) == ["R419"]
    assert codes(with_more(tail, text="stop that" + "." * 90)) == ["R503"]


@pytest.mark.parametrize("code", sorted(NAMES.keys() - MAY_BE_EXCEPTED))
def test_only_what_judgement_can_tell_is_excepted(code: str) -> None:
    """All other codes can't be, whether or not there is such a problem."""
    (problem,) = said(with_more(ALLOW.format(code) + "\n"))
    assert (problem.code, "can't be excepted" in problem.message) == ("R419", True)
    assert "R416" in problem.hint


def test_an_excepted_problem_that_cannot_be_stays() -> None:
    """A reference that leads nowhere is told, and that no exception helps."""
    files = with_more("mentions:\n  - {event: stopp, status: past, evidence: x, " + ALLOW.format("R301") + "}\n")
    assert codes(files) == ["R301", "R419"]


@pytest.mark.parametrize("code", ["R41", "r411", "unused-id", "R999", "no such"])
def test_an_unknown_code_is_told(code: str) -> None:
    """With those that there are."""
    (problem,) = said(with_more(f"allow: {{{code}: It is right all the same.}}\n"))
    assert (problem.code, problem.message) == ("R419", f"no problem has the code '{code}'")
    assert "R408, R409" in problem.hint


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (AT_VALLEY, FILES[AT_VALLEY].replace("headline:", "hedline:")),
        (AT_VALLEY, FILES[AT_VALLEY].replace("claim: stopped", "claim: stoped")),
        ("sources/actors.yaml", Problem(Place("sources/actors.yaml"), "R114", "can't be read")),
    ],
)
def test_while_something_is_in_doubt_no_exception_is_needless(path: str, content: str | Problem) -> None:
    """Its problem may be back once that is put right: there is one mistake, and not two."""
    speaks = edited((AT_HARBOUR, "mentions:\n", "mentions:\n  - {event: fair, status: future, evidence: a fair}\n"))
    assert codes(speaks) == ["R419"]
    assert len(codes({**speaks, path: content})) == 1
    assert "R419" not in codes({**speaks, path: content})
    assert codes({**FILES, AT_HILL: FILES[AT_HILL].replace("absent: [bell]", "absent: [bel]")}) == ["R301"]
