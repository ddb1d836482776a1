"""A project that is kept read and checked: one file changes, and it says what a fresh check says, and checks little."""

from pathlib import Path

import pytest

from readout.live import Live
from tests.kept import ACTORS, ARTICLES, CLAIMS, COURIER, LANTERN, WIRE, read_live, told
from tests.made import codes, edit, write

#: Of the twelve files, how many at the most are checked after a change that concerns one.
FEW = 3


@pytest.fixture
def live(project: Path) -> Live:
    """The made-up project, read; it has no problems."""
    return read_live(project)


# ── One file


def test_a_problem_comes_and_goes(live: Live) -> None:
    """One file is saved with a misspelt id and put right: one new, one gone, and only that file is checked."""
    line = edit(live.root / LANTERN, "- claim: ducks-present", "- claim: ducks-preesnt")
    update = told(live, LANTERN)
    assert (codes(update.problems), update.new, update.gone) == (["R301"], 1, 0)
    assert update.problems[0].place.line == line
    edit(live.root / LANTERN, "- claim: ducks-preesnt", "- claim: ducks-present")
    update = told(live, LANTERN)
    assert (update.problems, update.new, update.gone, update.anew) == ([], 0, 1, False)


def test_a_note_concerns_its_own_file_alone(live: Live) -> None:
    """Of what others ask for the note below an article is nothing, but that the events look at the whole article."""
    write(live.root / LANTERN, (live.root / LANTERN).read_text(encoding="utf-8") + "\nAnd one more word.\n")
    update = told(live, LANTERN)
    assert update.changed
    assert update.checked <= 2


def test_nothing_new_is_nothing_changed(live: Live) -> None:
    """A file that is saved as it was, one that is not there, hidden ones, and whole folders: nothing is checked."""
    write(live.root / ARTICLES / "tidewire" / ".2024-05-05-owners-to-visit.md.swp", "half")
    write(live.root / "sources" / ".git" / "index", "half")
    hidden = [f"{ARTICLES}/tidewire/.2024-05-05-owners-to-visit.md.swp", "sources/.git", "sources/.git/index"]
    for paths in ([WIRE], [f"{ARTICLES}/tidewire/4913"], hidden, ["sources"], ["schema.yaml", "views", "queries"], []):
        update = told(live, *paths)
        assert (update.changed, update.checked, update.new, update.gone) == (False, 0, 0, 0), paths


def test_a_claim_concerns_who_refers_to_it(live: Live) -> None:
    """The claims and the articles that speak of that claim are checked; actors, places and the rest are not."""
    edit(live.root / CLAIMS, "captain-tired:\n", "captain-weary:\n")
    update = told(live, CLAIMS)
    assert update.problems
    assert set(codes(update.problems)) <= {"R301", "R417"}
    assert 2 <= update.checked < 12


def test_a_new_record_mends_the_reference_to_it(live: Live) -> None:
    """An article names an actor that is not there yet; then the register is saved, and the article is clean."""
    edit(live.root / WIRE, "voice_of: wren-aldous", "voice_of: ben-lark")
    assert codes(told(live, WIRE).problems) == ["R301"]
    actors = live.root / ACTORS
    write(actors, actors.read_text(encoding="utf-8") + "\nben-lark:\n  name: Ben Lark\n  kind: person\n")
    update = told(live, ACTORS)
    assert "R301" not in codes(update.problems)
    assert update.gone == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "R103"),
        (b"---\nheadline: half", "R110"),
        (b"---\nheadline: [half\n---\n", "R104"),
        (b"---\nheadline: caf\xe9\n---\n", "R101"),
        (b"\xff\xfe---", "R101"),
        (b"\0" * 100, "R110"),
    ],
)
def test_a_half_written_file(live: Live, content: bytes, code: str) -> None:
    """It has one problem, and references to it have none; when it is whole again, nothing is left."""
    whole = (live.root / WIRE).read_bytes()
    (live.root / WIRE).write_bytes(content)
    update = told(live, WIRE)
    assert [problem.place.path for problem in update.problems] == [WIRE]
    assert codes(update.problems) == [code]
    (live.root / WIRE).write_bytes(whole)
    assert told(live, WIRE).problems == []


def test_a_register_that_is_no_text_hides_no_other_problem(live: Live) -> None:
    """What refers into a register that can't be read is not blamed; what is wrong elsewhere is still said."""
    edit(live.root / LANTERN, "- claim: ducks-present", "- claim: ducks-preesnt")
    told(live, LANTERN)
    whole = (live.root / ACTORS).read_bytes()
    (live.root / ACTORS).write_bytes(b"\xff" + whole)
    assert codes(told(live, ACTORS).problems) == ["R101", "R301"]
    (live.root / ACTORS).write_bytes(whole)
    assert codes(told(live, ACTORS).problems) == ["R301"]


def test_anchors_that_change_alone(live: Live) -> None:
    """Broken, taken away, and as they were: the article is checked with them, and hardly anything else."""
    beside = LANTERN.removesuffix(".md") + ".anchors.json"
    whole = (live.root / beside).read_bytes()
    (live.root / beside).write_text("{")
    update = told(live, beside)
    assert codes(update.problems) == ["R507"]
    assert 1 <= update.checked <= FEW
    (live.root / beside).unlink()
    assert 1 <= told(live, beside).checked <= FEW
    (live.root / beside).write_bytes(whole)
    update = told(live, beside)
    assert update.problems == []
    assert 1 <= update.checked <= FEW


def test_anchors_that_are_left_behind(live: Live) -> None:
    """The article is deleted and its anchors are not; then it is put back."""
    whole = (live.root / LANTERN).read_bytes()
    (live.root / LANTERN).unlink()
    assert "R503" in codes(told(live, LANTERN).problems)
    (live.root / LANTERN).write_bytes(whole)
    assert told(live, LANTERN).problems == []


# ── Order and counts


def test_the_newest_problems_come_first(live: Live) -> None:
    """Whatever their files are called; and one that stays does not become new by lines above it."""
    for path in (LANTERN, WIRE, COURIER):
        edit(live.root / path, "genre: ReportageNewsArticle", "genre: ReportageNewsArticel")
        update = told(live, path)
        assert (update.new, update.problems[0].place.path) == (1, path)
    assert [problem.place.path for problem in update.problems] == [COURIER, WIRE, LANTERN]
    before = update.problems[2].place.line
    edit(live.root / LANTERN, "headline: ", "# one line more\nheadline: ")
    update = told(live, LANTERN)
    assert (update.changed, update.new, update.gone) == (True, 0, 0)
    assert [problem.place.path for problem in update.problems] == [COURIER, WIRE, LANTERN]
    assert update.problems[2].place.line == before + 1


def test_several_changes_at_once(live: Live) -> None:
    """One goes and two come in one change: both counts are told."""
    edit(live.root / LANTERN, "genre: Rep", "gnere: Rep")
    first = told(live, LANTERN)
    edit(live.root / LANTERN, "gnere: Rep", "genre: Rep")
    edit(live.root / COURIER, "genre: ReportageNewsArticle", "genre: Nothing")
    edit(live.root / WIRE, "genre: ReportageNewsArticle", "genre: Nothing")
    update = told(live, LANTERN, COURIER, WIRE)
    assert (update.new, update.gone) == (2, first.new)


def test_a_change_that_was_not_seen_keeps_what_was_told(live: Live) -> None:
    """Where nothing changed, the problems that are left are told once more, none of them new."""
    edit(live.root / LANTERN, "genre: Rep", "gnere: Rep")
    before = told(live, LANTERN)
    after = told(live, LANTERN)
    assert after.problems == before.problems
    assert (after.changed, after.new, after.gone) == (False, 0, 0)
