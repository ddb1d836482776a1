"""The rules that rest on all files together: R414, R415, R417; what is in doubt keeps them still."""

from collections.abc import Mapping

import pytest

from readout.problem import Place, Problem
from tests.made import CLAIMS, CONCEPTS, FILES, HILL, HILL_TIMES
from tests.rules import (
    AT_HARBOUR,
    AT_HILL,
    AT_VALLEY,
    MORE,
    REVIEWED,
    SECOND,
    article,
    codes,
    edited,
    reviewed,
    said,
)

ACTORS, CLAIM, CONCEPT = "sources/actors.yaml", "sources/claims.yaml", "sources/concepts.yaml"
GULLS = "gulls: {title: Gulls, definition: Birds.}\n"
#: A claim that only the article at Harbour was checked for; the others are later, all are reviewed.
ONCE = reviewed(
    {
        **FILES,
        CLAIM: CLAIMS + "rust: {statement: It rusts., story: clock, kind: fact}\n",
        AT_HARBOUR: FILES[AT_HARBOUR].replace("coverage:\n", "absent: [rust]\ncoverage:\n"),
    }
)
#: A concept that only the article at Harbour names.
ALONE = reviewed(
    {
        **FILES,
        CONCEPT: CONCEPTS + GULLS,
        AT_HARBOUR: FILES[AT_HARBOUR].replace("namings:\n", "namings:\n  - {concept: gulls, term: gull, voice: own}\n"),
    }
)
#: What keeps anybody from telling what is nowhere to be found, and the one problem that it gives.
DOUBTS: list[tuple[str, str | bytes | Problem, str]] = [
    (AT_VALLEY, FILES[AT_VALLEY].replace("headline:", "hedline:"), "R201"),
    (AT_VALLEY, FILES[AT_VALLEY].encode() + b"\xff", "R101"),
    (AT_VALLEY, "no front matter", "R110"),
    (AT_VALLEY, Problem(Place(AT_VALLEY), "R114", "can't be read"), "R114"),
    (SECOND, "---\nheadline: [\n---\n", "R104"),
    ("sources/events/more.yaml", "rain: {title: Rain, story: clock, type: AGREE}\n", "R202"),
    ("sources/events/more.yaml", Problem(Place("sources/events/more.yaml"), "R113", "too large"), "R113"),
    ("sources/clams.yaml", Problem(Place("sources/clams.yaml"), "R111", "this file has no place here"), "R111"),
    ("sources/actors", Problem(Place("sources/actors"), "R102", "a symbolic link"), "R102"),
]


def where(files: Mapping[str, str | bytes | Problem]) -> list[tuple[str, str, object]]:
    """What is wrong: code, path and the first step to it."""
    return [(one.code, one.place.path, one.place.pointer[:1]) for one in said(files)]


# ── R414: a claim is looked for in more than one article


def test_a_claim_is_looked_for_in_the_others() -> None:
    """Told at the claim, with one of those that owe an answer; once another was looked at, it is well."""
    (problem,) = said(ONCE)
    assert (problem.code, problem.place.path, problem.place.pointer) == ("R414", CLAIM, ("rust",))
    assert f"{HILL} nor 1 more" in problem.message
    assert codes({**ONCE, AT_HILL: ONCE[AT_HILL].replace("absent: [bell]", "absent: [bell, rust]")}) == []


@pytest.mark.parametrize(
    ("known_from", "expected"),
    [
        ("2025-03-06", ["R414"]), ("2025-03-07", []), ("2025-03-06T23:59:59Z", ["R414"]), ("2025", ["R414"]),
        ("../2025-03-20", ["R414"]), ("2025-03-20/..", []),
    ],
)  # fmt: skip
def test_who_could_not_know_a_claim_owes_nothing(known_from: str, expected: list[str]) -> None:
    """The last of the others is of the sixth of March; what becomes known then, it could have known."""
    claims = ONCE[CLAIM].replace("It rusts.,", f"It rusts., known_from: {known_from},")
    files = {**ONCE, CLAIM: claims, AT_HARBOUR: ONCE[AT_HARBOUR].replace("absent: [rust]\n", "")}
    files[MORE.replace("2025-03-07", "2025-03-20")] = article("absent: [rust]\n", published="2025-03-20")
    assert codes(files) == expected


def test_an_article_of_an_unknown_date_may_have_known() -> None:
    """Nobody can say that it was too early."""
    claims = ONCE[CLAIM].replace("It rusts.,", "It rusts., known_from: 2030,")
    unknown = "published: null\ngrounds: {published: {basis: not-stated, ground: None.}}"
    hill = ONCE[AT_HILL].replace("published: 2025-03-05", unknown)
    harbour = ONCE[AT_HARBOUR].replace("absent: [rust]\n", "")
    harbour = harbour.replace("coverage:\n", "coverage:\n  - {claim: rust, stance: asserts, evidence: rust}\n")
    assert codes({**ONCE, CLAIM: claims, AT_HARBOUR: harbour}) == []
    assert codes({**ONCE, CLAIM: claims, AT_HARBOUR: harbour, AT_HILL: hill}) == ["R414"]


def test_drafts_and_articles_of_other_stories_owe_nothing() -> None:
    """A draft is not finished; one article of a story has nothing to be compared with."""
    drafts = {path: text.replace(REVIEWED, "status: draft") for path, text in ONCE.items()}
    assert codes(drafts) == []
    assert codes(reviewed(drafts, AT_VALLEY)) == ["R414"]
    files = {**ONCE, "sources/stories/tower.yaml": "tower: {title: Tower, summary: Another., started: 2025}\n"}
    files["sources/claims/tower.yaml"] = "height: {statement: It is high., story: tower, kind: fact}\n"
    files[MORE] = article("absent: [height]\n", REVIEWED).replace("story: clock", "story: tower")
    files[AT_HILL] = files[AT_HILL].replace("absent: [bell]", "absent: [bell, rust]")
    assert codes(files) == []


def test_a_second_annotation_is_no_other_article() -> None:
    """It does not look in the place of the others, nor owe anything itself."""
    second = HILL_TIMES.replace("curator: ann", "curator: zoe").replace("absent: [bell]", "absent: [bell, rust]")
    curators = FILES["sources/curators.yaml"] + "zoe: {name: Zoe, kind: person}\n"
    files = {**ONCE, SECOND: second, "sources/curators.yaml": curators}
    assert codes(files) == ["R414"]
    only = {path: text.replace(REVIEWED, "status: draft") for path, text in files.items()}
    only[SECOND] = second.replace("status: draft", REVIEWED)
    assert codes(only) == []


def test_a_claim_of_another_story_is_one_mistake() -> None:
    """R407 is told where the claim is listed; that its own story's articles were not checked is not told on top."""
    files = {**ONCE, "sources/stories/tower.yaml": "tower: {title: Tower, summary: Another., started: 2025}\n"}
    files[MORE] = article("", REVIEWED).replace("story: clock", "story: tower")
    files[CLAIM] = files[CLAIM].replace("rusts., story: clock", "rusts., story: tower")
    assert codes(files) == ["R407"]


# ── R415: a naming has others to differ from


def test_a_concept_is_named_by_more_than_one_article() -> None:
    """Told at the concept, where another article of the story is finished."""
    assert where(ALONE) == [("R415", CONCEPT, ("gulls",))]
    naming = "namings:\n  - {concept: gulls, term: birds, voice: own}\n"
    assert codes({**ALONE, AT_HILL: ALONE[AT_HILL].replace("namings:\n", naming)}) == []
    drafts = {path: text.replace(REVIEWED, "status: draft") for path, text in ALONE.items()}
    assert codes(drafts) == []
    assert codes(reviewed(drafts, AT_HARBOUR)) == []
    assert codes(reviewed(drafts, AT_HILL)) == ["R415"]
    second = {**ALONE, SECOND: HILL_TIMES.replace("namings:\n", naming).replace("curator: ann", "curator: zoe")}
    second["sources/curators.yaml"] = FILES["sources/curators.yaml"] + "zoe: {name: Zoe, kind: person}\n"
    assert codes(second) == ["R415"]


def test_two_terms_of_one_article_are_no_rivals() -> None:
    """Two namings of one article are still one article's."""
    two = ALONE[AT_HARBOUR].replace("namings:\n", "namings:\n  - {concept: gulls, term: seagull, voice: own}\n")
    assert codes({**ALONE, AT_HARBOUR: two}) == ["R415"]


# ── R417: a record is used

REGISTERS = {
    "stories": "{title: S, summary: S.}", "curators": "{name: C, kind: person}", "places": "{name: P, kind: city}",
    "actors": "{name: A, kind: person}", "concepts": "{title: C, definition: C.}",
    "claims": "{statement: C., story: clock, kind: fact}",
    "events": "{title: E, story: clock, type: AGREE, date: 2025}",
    "utterances": "{title: U, story: clock, speaker: mayor, date: 2025, medium: speech, language: en}",
    "outlets": "{name: O, kind: newspaper, country: low, language: en, owner: wire, state_media: none, "
               "url: https://o.example/, wikidata: Q5, description: O.}",
}  # fmt: skip


@pytest.mark.parametrize("register", REGISTERS)
def test_a_record_that_nobody_uses_is_told(register: str) -> None:
    """In every register; beside the record it may be excepted."""
    path, record = f"sources/{register}/more.yaml", REGISTERS[register]
    assert where({**FILES, path: f"spare: {record}\n"}) == [("R417", path, ("spare",))]
    assert codes({**FILES, path: f"spare: {record[:-1]}, allow: {{R417: For later.}}}}\n"}) == []


def test_a_second_annotation_uses_what_it_refers_to() -> None:
    """Its curator, and what the first annotation does not speak of: taken out, they would be missed."""
    files = {**FILES, "sources/curators.yaml": FILES["sources/curators.yaml"] + "zoe: {name: Zoe, kind: person}\n"}
    files[ACTORS] += "crane: {name: The crane, kind: group}\n"
    assert codes(files) == ["R417", "R417"]
    files[SECOND] = HILL_TIMES.replace("curator: ann", "curator: zoe")
    files[SECOND] = files[SECOND].replace("voice_of: mayor", "voice_of: crane")
    assert codes(files) == []


def test_a_record_that_stands_twice_is_one_mistake() -> None:
    """The second has another problem than that nobody refers to it."""
    files = {**FILES, "sources/events/more.yaml": f"fair: {REGISTERS['events']}\n"}
    assert codes(files) == ["R302"]


@pytest.mark.parametrize(("path", "content", "code"), DOUBTS)
@pytest.mark.parametrize("base", [ONCE, ALONE, {**FILES, "sources/actors/more.yaml": "gull: {name: G, kind: group}\n"}])
def test_nothing_is_missed_while_something_is_in_doubt(
    base: dict[str, str], path: str, content: str | bytes | Problem, code: str
) -> None:
    """What can't be read may hold what is nowhere else: neither these rules nor R301 or R419 tell on it."""
    assert codes({**base, path: content}) == [code]


def test_a_register_that_cannot_be_read_is_missed_by_nobody() -> None:
    """Not a reference to one of its records is told, whatever keeps it from being read."""
    for misfit in (
        Problem(Place(ACTORS), "R114", "can't be read"),
        Problem(Place("sources/acters.yaml"), "R111", "this file has no place here"),
        Problem(Place("sources/actors.yml"), "R111", "this file has no place here"),
        Problem(Place("sources/actors"), "R102", "a symbolic link"),
    ):
        files: dict[str, str | Problem] = {path: text for path, text in FILES.items() if path != ACTORS}
        assert codes({**files, misfit.place.path: misfit}) == [misfit.code]
    note = Problem(Place("sources/notes.txt"), "R111", "this file has no place here")
    assert "R301" in codes({**files, note.place.path: note})


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("sources/events.yaml", "place: quay", "place: quai"),  # nobody else refers to the quay
        (AT_HILL, "absent: [bell]", "absent: [belll]"),  # the bell was looked for in one other article
        (AT_HILL, "claim: date", "claim: dates"),
        (AT_VALLEY, "story: clock", "story: clocks"),
    ],
)
def test_a_misspelt_id_is_one_mistake(path: str, old: str, new: str) -> None:
    """What it should have named is not told of, though nobody names it now, or only one."""
    assert codes(reviewed(edited((path, old, new)))) == ["R301"]
