"""The incremental workspace: whatever happens to the files, it says what a fresh one says of them."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from readout.checks import Memory, Question
from readout.problem import Place, Problem
from readout.source import SourceFile
from readout.workspace import Workspace
from tests.made import FILES, HILL_TIMES
from tests.rules import AT_HARBOUR, AT_HILL, AT_VALLEY, MORE, REVIEWED, SECOND, anchors, article, empty, reviewed

Content = str | Problem | None
Step = dict[str, Content]

ACTORS, PLACES, EVENTS = "sources/actors.yaml", "sources/places.yaml", "sources/events.yaml"
CLAIMS, CONCEPTS, UTTERANCES = "sources/claims.yaml", "sources/concepts.yaml", "sources/utterances.yaml"
STORIES, CURATORS = "sources/stories.yaml", "sources/curators.yaml"
RUST = "rust: {statement: It rusts., story: clock, kind: fact}\n"
GULLS = "gulls: {title: Gulls, definition: Birds.}\n"
GULL = "namings:\n  - {concept: gulls, term: gull, voice: own}\n"
#: The made-up project, reviewed; a claim was looked for in two of its articles only, and two only name a concept.
REVIEWED_FILES = reviewed(
    {
        **FILES,
        CLAIMS: FILES[CLAIMS] + RUST,
        CONCEPTS: FILES[CONCEPTS] + GULLS,
        AT_HARBOUR: FILES[AT_HARBOUR].replace("namings:\n", GULL).replace("coverage:\n", "absent: [rust]\ncoverage:\n"),
        AT_HILL: FILES[AT_HILL].replace("namings:\n", GULL).replace("absent: [bell]", "absent: [bell, rust]"),
    }
)
#: What may stand otherwise in a file: each a change that some other file's problems hang on.
EDITS: dict[str, list[tuple[str, str]]] = {
    ACTORS: [
        ("guild:\n", "gild:\n"), ("wire:\n", "mayor:\n"), ("  kind: person\n", "  kind: [person]\n"),
        ("affiliation: media", "affiliation: media\n  part_of: mayor"), ("country: low", "country: high"),
        ("affiliation: media", "affiliation: media\n  allow: {R417: Not yet.}"),
    ],
    PLACES: [("low:\n", "lo:\n"), ("  part_of: low\n", "  part_of: quay\n")],
    EVENTS: [
        ("date: 2025-03-01", "date: 2025-04-01"), ("  allow:\n    R417: No article speaks of it yet.\n", ""),
        ("stop:\n", "stopp:\n"), ("type: COERCE", "type: COERSE"), ("place: quay", "place: quai"),
    ],
    CLAIMS: [
        ("bell:", "belll:"), ("steps:", "bell:"), ("kind: fact, event: stop", "kind: fact, event: fair"),
        (RUST, RUST.replace("}", ", known_from: 2025-03-06}")), (RUST, ""),
        (RUST, RUST.replace("}", ", allow: {R414: So it is.}}")),
        ("known_from: 2025-03-04", "known_from: 2026"), ("value_type: number", "value_type: date"),
        ("story: clock, kind: fact}", "story: tower, kind: fact}"), ("story: clock, kind: fact}", "kind: fact}"),
    ],
    CONCEPTS: [(GULLS, ""), ("stopping:", "stoping:"), ("definition:", "allow: {R415: One is enough.}\n  definition:")],
    UTTERANCES: [
        ("speaker: mayor", "speaker: wire"), ("with: [guild]", "with: [wire]"), ("promise:", "promises:"),
        ("speaker: mayor", "speaker: nobody"), ("medium: speech", "medium: song"),
    ],
    STORIES: [("clock:\n", "clocks:\n"), ("started:", "begun:")],
    CURATORS: [("ann:\n", "anna:\n"), ("ann:\n", "zoe: {name: Zoe, kind: person}\nann:\n")],
    AT_HARBOUR: [
        (REVIEWED, "status: draft"), ("status: past", "status: future"), ("claim: date", "claim: dates"),
        ("claim: steps", "claim: bell"), ("published: 2025-03-02", "published: 2025-02-28"),
        ("story: clock", "story: tower"), ("speaker: mayor\n", "speaker: wire\n"),
        ("concept: stopping", "concept: stop"), ("headline:", "hedline:"),
        ("speaker: mayor\n", "speaker: wire\n    allow: {R411: So it says.}\n"),
        ("absent: [rust]\n", ""), ("absent: [rust]", "absent: [ruts]"), (GULL, "namings:\n"),
    ],
    AT_HILL: [
        (REVIEWED, "status: draft"), ("absent: [bell, rust]", "absent: [bell]"), ("absent: [bell, rust]\n", ""),
        (GULL, "namings:\n"), ("curator: ann", "curator: zoe"), ("published: 2025-03-05", "published: 2025-03"),
    ],
    MORE: [
        ("absent: [bell]", "absent: [bel]"), (REVIEWED, "status: draft"),
        ("speaker: wire", "speaker: guild"), ("published: 2025-03-07", "published: 2025-03"),
        ("absent: [bell]\n", "absent: [bell]\nallow: {R411: So it says.}\n"),
    ],
    AT_VALLEY: [(REVIEWED, "status: draft"), ("absent: [steps, repaired]\n", ""), ("---\nheadline", "headline")],
}  # fmt: skip


def variants(path: str, text: str) -> list[Content]:
    """A file as it is, with each of its edits, broken, unreadable, and gone; sound ones stand there more than once.

    Most of what rests on all files is told of only while none of them is in disorder.
    """
    changed: list[Content] = []
    for old, new in EDITS.get(path, []):
        assert old in text, (path, old)
        changed.append(text.replace(old, new, 1))
    unreadable = Problem(Place(path), "R114", "can't be read")
    return [*[text] * 8, *changed * 2, text.replace(":", ": [", 1), unreadable, None]


CRANE = "crane: {name: Crane, kind: group}\n"
SECOND_TEXT = HILL_TIMES.replace("curator: ann", "curator: zoe").replace("{speaker: guild", "{speaker: crane")
MORE_TEXT = article(
    "quotes:\n  - {speaker: wire, exact: never, type: direct, medium: speech, utterance: promise}\nabsent: [bell]\n",
    REVIEWED,
)
#: Files that the project has not, each with what it may hold.
OTHERS: dict[str, list[Content]] = {
    SECOND: [
        None, SECOND_TEXT, SECOND_TEXT.replace("zoe", "ann"), SECOND_TEXT.replace("claim: date", "claim: [date"),
        "---\n", SECOND_TEXT.replace("claim: date", "claim: dates"),
    ],
    MORE: variants(MORE, MORE_TEXT),
    MORE.replace(".md", ".anchors.json"): [None, anchors(MORE_TEXT, "never again"), anchors(MORE_TEXT, "nev"), "{"],
    MORE.replace("harbour-post", "hill-times"): [None, MORE_TEXT],
    "sources/actors/more.yaml": [
        None, CRANE, CRANE, CRANE, "mayor: {name: Other, kind: person}\n", "Crane: {}\n", "",
        "crane: {name: Crane, kind: group, part_of: mayor}\nguild: {name: G, kind: group, country: crane}\n",
    ],
    "sources/actors": [None, Problem(Place("sources/actors"), "R102", "a symbolic link")],
    "sources/clams.yaml": [None, Problem(Place("sources/clams.yaml"), "R111", "this file has no place here")],
    "sources/claims/more.yaml": [None, "bells: {statement: They ring., story: clock, kind: fact}\n"],
    "sources/stories/more.yaml": [None, "tower: {title: Tower, summary: Another.}\n"],
    "sources/concepts/more.yaml": [None, "stop: {title: Stop, definition: Another.}\n"],
}  # fmt: skip
#: Where each sequence of steps begins: all is reviewed, and some problems wait to be told of.
START: dict[str, Content] = {**REVIEWED_FILES, MORE: MORE_TEXT, "sources/actors/more.yaml": CRANE}
POOL: dict[str, list[Content]] = {**{path: variants(path, text) for path, text in REVIEWED_FILES.items()}, **OTHERS}
ONE = st.sampled_from(sorted(POOL)).flatmap(lambda path: st.tuples(st.just(path), st.sampled_from(POOL[path])))
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.lists(ONE, min_size=1, max_size=2).map(dict), min_size=1, max_size=10
)


def take_in(workspace: Workspace, step: Step) -> set[str]:
    """Change some files as a watch does, which remembers."""
    files = {path: SourceFile(path, one.encode()) if isinstance(one, str) else one for path, one in step.items()}
    return workspace.change(files, remember=True)


def said(workspace: Workspace) -> list[str]:
    """All that is wrong, to the last word."""
    return sorted(map(repr, workspace.problems()))


@cache
def at_once(files: frozenset[tuple[str, Content]]) -> list[str]:
    """What a fresh workspace says of all files."""
    workspace = empty()
    take_in(workspace, dict(files))
    return said(workspace)


def differences(steps: Iterable[Step]) -> Iterator[tuple[list[str], list[str]]]:
    """After each step, what the workspace that went through all of them says, and what a fresh one does."""
    workspace = empty()
    take_in(workspace, dict(START))
    now: Step = dict(START)
    for step in steps:
        take_in(workspace, step)
        now |= step
        fresh = at_once(frozenset((path, one) for path, one in now.items() if one is not None))
        if said(workspace) != fresh:
            yield said(workspace), fresh


def there_and_back(*changes: tuple[str, Content]) -> Iterator[Step]:
    """One change after the other, then each taken back."""
    yield from ({path: content} for path, content in changes)
    yield from ({path: START.get(path)} for path, _ in changes)


SINGLE = {path: [one for one in dict.fromkeys(contents) if one != START.get(path)] for path, contents in POOL.items()}


@pytest.mark.parametrize("path", sorted(POOL))
def test_two_changes_there_and_back(path: str) -> None:
    """Each change of one file, with each edit of a later one while it lasts."""
    sound = [(other, one) for other in EDITS if other > path for one in SINGLE[other] if isinstance(one, str)]
    steps = (
        step
        for one in SINGLE[path]
        for second in [*sound, None]
        for step in there_and_back(*filter(None, ((path, one), second)))
    )
    for stepped, fresh in differences(steps):
        assert stepped == fresh


def test_only_what_hangs_on_a_change_is_checked_again() -> None:
    """An article's own words concern it alone; whom an utterance is by concerns each of its renderings."""
    workspace = empty()
    take_in(workspace, START)
    gist = str(START[AT_HILL]).replace("The guild was glad.", "The guild is glad.")
    assert take_in(workspace, {AT_HILL: gist}) == {AT_HILL}
    speaker = str(START[UTTERANCES]).replace("speaker: mayor", "speaker: guild")
    assert take_in(workspace, {UTTERANCES: speaker}) == {UTTERANCES, AT_HARBOUR, AT_HILL, AT_VALLEY, MORE}


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_step_by_step_is_as_all_at_once(steps: list[Step]) -> None:
    """Files that are added, changed, broken, mended and taken away, in any order, a few at a time."""
    for stepped, fresh in differences(steps):
        assert stepped == fresh


@pytest.mark.parametrize("kind", ["record", "exists", "users", "used", "ids", "complete", "settled"])
def test_the_test_above_can_fail(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the world forgets to tell that the answers of one kind have changed, some steps show it."""
    exchange = Memory._exchange

    def forgetful(self: Memory, *change: Any) -> set[Question]:
        return {question for question in exchange(self, *change) if question[0] != kind}

    monkeypatch.setattr(Memory, "_exchange", forgetful)
    try:
        find(
            STEPS, lambda steps: any(differences(steps)), settings=settings(max_examples=2000, phases=[Phase.generate])
        )
    except NoSuchExample:
        pytest.fail(f"no steps show that '{kind}' is forgotten")
