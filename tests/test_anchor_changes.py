"""Anchors when a text is changed: what was kept, moved, is near, elsewhere or lost, and what stays in the record."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.anchored import version_rows
from readout.anchoring import Anchored, Text, anchor_article
from readout.anchors_file import parse_anchors, write_anchors
from readout.project import open_project
from readout.row import Row, Rows
from tests.conftest import Run
from tests.made import HARBOUR, HILL, edit, make_project, write

Do = Callable[..., Run]

OLD = """\
Clock stops on the quay

The clock on the quay stood still on Friday. Nobody had wound it since the winter, the mayor told us.

The guild of clockmakers sent a man with a ladder. He climbed forty steps and found a nest.

It will go again on Sunday, the council said. A bell in the tower rings meanwhile.
"""
PIECES = ("Clock stops", "stood still", "had wound it", "a man with a ladder", "forty steps", "on Sunday", "A bell")


def rows(*pieces: str | tuple[str, int]) -> list[Row]:
    """Rows of evidence with their words as ids, each of an annotation of its own."""
    made = []
    for piece in pieces:
        exact, occurrence = piece if isinstance(piece, tuple) else (piece, None)
        values = {"id": exact, "annotation": exact, "field": "evidence", "exact": exact, "occurrence": occurrence}
        made.append(Row("evidence", values, "a.md", ("coverage", 0)))
    return made


def article(retrieved: str | None = None) -> Row:
    """The row of an article."""
    return Row("articles", {"id": "a", "retrieved": retrieved}, "a.md", ())


def anchor(words: str, evidence: list[Row], before: Anchored | None = None, accept: bool = False) -> Anchored:
    """Anchor a text, after another version of it."""
    text = Text("a.txt", words.encode())
    return anchor_article(article(), evidence, text, before.anchors if before else None, accept)


def fares(new: str, evidence: list[Row], old: str = OLD, then: list[Row] | None = None) -> dict[str, str]:
    """What became of each piece of evidence."""
    before = anchor(old, evidence)
    assert before.problems == []
    after = anchor(new, evidence if then is None else then, before)
    assert after.changed
    return {outcome.id: str(outcome.fare) for outcome in after.outcomes}


def changed(*replacements: tuple[str, str]) -> str:
    """The old text with some words replaced."""
    new = OLD
    for old, other in replacements:
        assert new.count(old) == 1
        new = new.replace(old, other)
    return new


def test_what_stands_before_a_change_is_kept_and_what_stands_behind_it_is_moved() -> None:
    """A paragraph is put in; the first anchor keeps its offsets, the others are found with the same words around."""
    found = fares(changed(("The guild of", "This page was corrected on Monday.\n\nThe guild of")), rows(*PIECES))
    assert [found[piece] for piece in PIECES] == ["kept"] * 3 + ["moved"] * 4


def test_a_text_with_other_line_ends_moves_its_anchors() -> None:
    """CR LF in place of LF is no change of what stands around."""
    found = fares(OLD.replace("\n", "\r\n"), rows(*PIECES))
    assert set(found.values()) == {"kept", "moved"}


def test_words_between_their_old_neighbours_with_half_their_context_are_near() -> None:
    """The sentence goes on in another way, and a paragraph above it shifts everything."""
    new = changed(
        ("Clock stops", "Clock stops again"),
        ("He climbed forty steps and found a nest.", "He climbed forty steps, shook his head twice, and went home."),
    )
    assert fares(new, rows(*PIECES))["forty steps"] == "near"


def test_a_page_rebuilt_around_its_sentences_is_near_by_the_shift_of_the_neighbours() -> None:
    """Words far from their old offset, with half of their context, are near where the neighbours moved as far."""
    new = changed(("Clock stops", "Read first: " + "ten other stories of the town. " * 40 + "Clock stops"))
    new = new.replace("forty steps and found a nest.", "forty steps, shook his head twice, and went home.")
    assert fares(new, rows(*PIECES))["forty steps"] == "near"
    alone = fares(new, rows("forty steps"))
    assert alone["forty steps"] == "elsewhere"


def test_words_left_only_in_another_sentence_are_elsewhere() -> None:
    """Never written silently: a problem that shows both places and names the way to confirm it."""
    new = changed(
        ("He climbed forty steps and found a nest.", "He found a nest."),
        ("A bell in the tower", "Up there, forty steps above the harbour master's desk, a bell"),
    )
    evidence = rows("Clock stops", "forty steps")
    before = anchor(OLD, evidence)
    after = anchor(new, evidence, before)
    assert [str(outcome.fare) for outcome in after.outcomes] == ["kept", "elsewhere"]
    (problem,) = after.problems
    assert problem.code == "R509"
    assert "…ladder. He climbed forty steps and found a nest.…" in problem.message
    assert "…cil said. Up there, forty steps above the harbour m…" in problem.message
    assert str(OLD.index("forty")) in problem.message
    assert str(new.index("forty")) in problem.message
    assert "readout anchor --accept a`" in problem.hint
    accepted = anchor(new, evidence, before, accept=True)
    assert accepted.problems == []
    assert accepted.anchors["anchors"]["forty steps"]["start"] == new.index("forty")
    assert accepted.anchors["versions"][1]["fared"]["elsewhere"] == 1


def test_an_occurrence_that_is_another_one_now_is_elsewhere() -> None:
    """The words are put in once more before; the hint says which occurrence stands where the old one stood."""
    old = "The clock struck. Then the clock stopped for good.\n"
    evidence = rows(("clock", 2))
    before = anchor(old, evidence)
    after = anchor("A clock is a thing with hands. " + old, evidence, before)
    (problem,) = after.problems
    assert problem.code == "R509"
    assert problem.message.startswith("occurrence 2 of 'clock' stood at 27 in ")
    assert problem.hint.startswith("write {exact: …, occurrence: 3}, which is where it stood before; or, ")
    assert after.outcomes[0].better == 3


def test_words_at_the_same_offset_by_chance_are_elsewhere() -> None:
    """What stands at the old offset has other words around it."""
    old = "The harbour was quiet, and the bell rang at noon, as it does every day.\n"
    new = "Soup, bread and cheese for the bell were sold out by eleven, we hear!\n"
    assert new.index("bell") == old.index("bell")
    assert fares(new, rows("bell"), old) == {"bell": "elsewhere"}


def test_words_that_are_repeated_now_say_which_of_them_was_meant() -> None:
    """R502, with the occurrence that stands where the old one stood; the tally names it."""
    evidence = rows("Clock stops", "on Sunday")
    after = anchor(changed(("told us.", "told us on Sunday.")), evidence, anchor(OLD, evidence))
    (problem,) = after.problems
    assert problem.code == "R502"
    assert problem.message == "'on Sunday' stands 2 times in this text now"
    assert problem.hint.endswith("; what stood here before is 2")
    assert after.tally == "1 kept, 0 moved, 0 near, 0 elsewhere, 0 lost, 1 repeated"


def test_words_that_are_gone_are_lost() -> None:
    """R501 with the nearest words that are there, and where."""
    evidence = rows("Clock stops", "a man with a ladder")
    new = changed(("a man with a ladder", "a boy with a ladder"))
    after = anchor(new, evidence, anchor(OLD, evidence))
    (problem,) = after.problems
    assert problem.code == "R501"
    assert problem.message == (
        f"'a man with a ladder' is no longer in this text; nearest here, at {new.index('a boy')}: 'a boy with a ladder'"
    )
    assert after.tally == "1 kept, 0 moved, 0 near, 0 elsewhere, 1 lost"


def test_an_occurrence_too_many_is_lost() -> None:
    """One of two is taken out: the second is no more; the problem says where the old one stands, if it is the other."""
    old = "A bell rings in the tower of the town. At the harbour gate there hangs a bell for the fog.\n"
    evidence = rows(("bell", 2))
    after = anchor(old.replace("A bell rings in the tower of the town. ", ""), evidence, anchor(old, evidence))
    (problem,) = after.problems
    assert (problem.code, problem.message) == ("R501", "occurrence 2 of 'bell', which stands here 1 time now")
    assert problem.hint == "write {exact: …, occurrence: 1}, which is where it stood before"


def test_an_annotation_taken_out_is_lost_and_one_put_in_is_not_counted() -> None:
    """Only the old anchors are counted, each once."""
    found = fares(
        changed(("a nest.", "two nests.")), rows("Clock stops", "had wound it"), then=rows("Clock stops", "A bell")
    )
    assert found == {"Clock stops": "kept", "had wound it": "lost"}


def test_an_annotation_with_another_id_for_the_same_words_follows_them() -> None:
    """A curator who writes another occurrence changes the row's id: its anchor was not lost."""
    new = changed(("told us.", "told us on Sunday."))
    then = rows("Clock stops", ("on Sunday", 2))
    then[1].values["id"] = "other"
    assert fares(new, rows("Clock stops", "on Sunday"), then=then) == {"Clock stops": "kept", "on Sunday": "moved"}


WORDS = st.lists(st.text(st.sampled_from("abcdefg"), min_size=1, max_size=6), min_size=1, max_size=30).map(" ".join)


@given(WORDS, WORDS, st.data())
def test_any_change_gives_each_anchor_one_fare_and_never_another_place_in_silence(
    old: str, new: str, data: st.DataObject
) -> None:
    """Whatever a text becomes: fares add up, and what is written has its words, or is a problem."""
    start = data.draw(st.integers(0, len(old) - 1))
    exact = old[start : data.draw(st.integers(start + 1, len(old)))]
    evidence = rows((exact, 1))
    before = anchor(old, evidence)
    after = anchor(new, evidence, before)
    if old == new:
        assert (after.changed, after.outcomes) == (False, [])
        return
    (outcome,) = after.outcomes
    assert (outcome.fare in {"elsewhere", "lost"}) == bool(after.problems)
    if outcome.fare == "kept":
        assert outcome.after is not None
        assert outcome.after["start"] == outcome.before["start"]
    for found in after.anchors["anchors"].values():
        assert new[found["start"] : found["end"]] == found["exact"] == exact


def test_versions_are_the_oldest_first_with_what_became_of_the_anchors() -> None:
    """A first version needs no list; each further one says when it was retrieved and how the anchors fared."""
    evidence = rows("Clock stops", "on Sunday")

    def next_version(words: str, retrieved: str | None, before: dict[str, Any] | None) -> dict[str, Any]:
        made = anchor_article(article(retrieved), evidence, Text("a.txt", words.encode()), before)
        assert made.problems == []
        return made.anchors

    first = next_version(OLD, None, None)
    assert "versions" not in first
    second = next_version(OLD + "More.\n", "2025-03-04", first)
    third = next_version("New: " + OLD, "2025-03-05", second)
    assert third["versions"] == [
        {"sha256": first["sha256"], "length": len(OLD)},
        {
            "sha256": second["sha256"], "length": len(OLD) + 6, "retrieved": "2025-03-04",
            "fared": {"kept": 2, "moved": 0, "near": 0, "elsewhere": 0, "lost": 0},
        },
        {
            "sha256": third["sha256"], "length": len(OLD) + 5, "retrieved": "2025-03-05",
            "fared": {"kept": 0, "moved": 2, "near": 0, "elsewhere": 0, "lost": 0},
        },
    ]  # fmt: skip
    assert next_version("New: " + OLD, "2025-03-05", third) == third
    late = next_version("New: " + OLD, "2025-03-06", third)
    assert [version.get("retrieved") for version in late["versions"]] == [None, "2025-03-04", "2025-03-06"]
    assert late["versions"][2]["fared"] == third["versions"][2]["fared"]
    assert parse_anchors(write_anchors(third).decode()) == (third, "", "")


GOOD = {"sha256": "x", "length": 1}
FARED = {"kept": 0, "moved": 0, "near": 0, "elsewhere": 0, "lost": 0}


@pytest.mark.parametrize(
    "versions",
    [
        [], {}, [1], [{"sha256": "x"}], [{**GOOD, "retrieved": 2025}], [{**GOOD, "fared": FARED}],
        [GOOD, GOOD], [GOOD, {**GOOD, "fared": {"kept": 0}}], [GOOD, {**GOOD, "fared": {**FARED, "lost": -1}}],
        [GOOD, {**GOOD, "fared": {**FARED, "lost": True}}], [{**GOOD, "sha256": "y"}], [{**GOOD, "length": 2}],
    ],
)  # fmt: skip
def test_versions_that_readout_would_not_write_are_a_problem(versions: Any) -> None:
    """They are history, which can't be made anew: the hint sends to the repository's."""
    anchors, message, hint = parse_anchors(json.dumps({**GOOD, "anchors": {}, "versions": versions}))
    assert (anchors, message) == (None, "its versions are not as `readout anchor` writes them")
    assert "history of the repository" in hint


@pytest.fixture
def anchored(tmp_path: Path, run: Do) -> Path:
    """A project whose articles are anchored, one with the date on which its text was retrieved."""
    folder = make_project(tmp_path)
    edit(article_file(folder), "curator: ann\n", "retrieved: 2025-03-03\ncurator: ann\n")
    assert run("anchor", "--texts", folder / "texts", project=folder)[0] == 0
    return folder


def article_file(folder: Path) -> Path:
    """The article that the tests change."""
    return folder / "sources" / "articles" / "harbour-post" / f"{HARBOUR}.md"


def anchors_of(folder: Path) -> dict[str, Any]:
    """What stands in its anchors file."""
    found: dict[str, Any] = json.loads(article_file(folder).with_suffix(".anchors.json").read_text(encoding="utf-8"))
    return found


def versions_in(folder: Path) -> list[dict[str, Any]]:
    """The rows of its versions."""
    units = [unit for unit in open_project(folder).world.firsts if unit.article and unit.article.id == HARBOUR]
    return [row.values for unit in units for row in version_rows(unit, Rows(unit.in_use()))]


def test_a_changed_text_is_summed_up_and_its_old_version_stays(anchored: Path, run: Do) -> None:
    """Moved anchors are written and listed; the rows of versions tell of both texts."""
    edit(anchored / "texts" / "harbour.txt", "Clock stops\n", "Clock stops\nUpdated.\n")
    edit(article_file(anchored), "retrieved: 2025-03-03", "retrieved: 2025-03-09")
    code, _, stderr = run("anchor", "--texts", anchored / "texts", "--verbose", project=anchored)
    assert code == 0
    assert f"{HARBOUR}: text changed; 0 kept, 12 moved, 0 near, 0 elsewhere, 0 lost\n" in stderr
    assert stderr.count("\n  moved ") == 12
    assert "wrote" in stderr
    first, second = versions_in(anchored)
    assert (first["seq"], first["retrieved"], first["kept"]) == (0, "2025-03-03", None)
    assert (second["seq"], second["retrieved"], second["moved"], second["lost"]) == (1, "2025-03-09", 12, 0)
    assert second["text_length"] == first["text_length"] + len("Updated.\n")
    assert second["text_sha256"] == anchors_of(anchored)["sha256"]
    assert run("anchor", "--check", "--texts", anchored / "texts", project=anchored)[:2] == (0, "")


def test_a_date_of_retrieval_that_was_forgotten_is_said(anchored: Path, run: Do) -> None:
    """The new text has the old one's date."""
    edit(anchored / "texts" / "harbour.txt", "Soup is hot.", "Soup is cold.")
    assert "0 lost (retrieved is still 2025-03-03)" in run("anchor", "--texts", anchored / "texts", project=anchored)[2]


def test_while_evidence_is_lost_the_old_anchors_stay(anchored: Path, run: Do) -> None:
    """Other articles are written; once the annotation is put right, the anchor counts as lost."""
    before = anchors_of(anchored)
    edit(anchored / "texts" / "harbour.txt", "in March, when", "lately, when")
    code, stdout, stderr = run("anchor", "--texts", anchored / "texts", project=anchored)
    assert code == 1
    assert ": text changed; " in stderr
    assert "2 lost" in stderr or "1 lost" in stderr
    assert "R501 evidence-not-found: 'in March' is no longer in this text" in stdout
    assert anchors_of(anchored) == before
    edit(article_file(anchored), "evidence: in March}", "evidence: lately}")
    edit(article_file(anchored), "date_worded: in March", "date_worded: lately")
    assert run("anchor", "--texts", anchored / "texts", project=anchored)[0] == 0
    fared = anchors_of(anchored)["versions"][1]["fared"]
    assert fared["lost"] >= 1
    assert sum(fared.values()) == len(before["anchors"])


def test_accepting_may_name_the_articles(anchored: Path, run: Do) -> None:
    """Only those are anchored; a name that is none is wrong use, as is accepting while nothing is written."""
    edit(anchored / "texts" / "harbour.txt", "the good mayor", "the mayor")
    edit(
        anchored / "texts" / "harbour.txt",
        "Clock stops\n",
        "Clock stops\nEverybody knows that the good mayor sleeps.\n",
    )
    before = anchors_of(anchored)
    code, stdout, _ = run("anchor", "--texts", anchored / "texts", project=anchored)
    assert (code, stdout.count("R509 anchor-elsewhere")) == (1, 2)
    assert run("anchor", "--texts", anchored / "texts", "--accept", HILL, project=anchored)[0] == 0
    assert anchors_of(anchored) == before
    code, _, stderr = run("anchor", "--texts", anchored / "texts", "--accept", "2025-03-02-harbor", project=anchored)
    assert (code, f"there is no article '2025-03-02-harbor'; did you mean '{HARBOUR}'" in stderr) == (2, True)
    assert run("anchor", "--texts", anchored / "texts", "--accept", "--check", project=anchored)[0] == 2
    assert run("anchor", "--texts", anchored / "texts", "--accept", HARBOUR, project=anchored)[0] == 0
    assert anchors_of(anchored)["versions"][1]["fared"]["elsewhere"] == 2
    assert run("anchor", "--texts", anchored / "texts", project=anchored)[:2] == (0, "")


def test_versions_that_cant_be_read_are_not_written_over(anchored: Path, run: Do) -> None:
    """R507 also when anchoring, and the file stays: what it tells of is not to be had again."""
    file = article_file(anchored).with_suffix(".anchors.json")
    write(file, file.read_text(encoding="utf-8").replace('"retrieved": "2025-03-03"', '"retrieved": 1'))
    before = file.read_bytes()
    code, stdout, _ = run("anchor", "--texts", anchored / "texts", project=anchored)
    assert (code, stdout.count("R507 bad-anchors-file: its versions are not as")) == (1, 1)
    assert file.read_bytes() == before
