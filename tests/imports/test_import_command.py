"""`readout import` as a person runs it: again, after a kill, over what is there, and with what it needs missing."""

import json
from pathlib import Path

import pytest

from readout.imports.model import Document, Mark
from readout.imports.standing import place
from tests.conftest import Runner
from tests.imports.conftest import Importer, add_curator, article, problems
from tests.imports.corpora import ARTICLE, GATE, NAMED, brat, line

QUOTE = line("T1", "Quote", "We are glad")


def test_again_nothing_is_written(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A second run finds all there already, and changes no file."""
    folder = brat(tmp_path / "brat", QUOTE)
    bring("brat", folder, mapping=NAMED)
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*") if path.is_file()}
    ended = bring("brat", folder, mapping=NAMED)
    assert ended.code == 0
    assert "wrote 0 drafts; 1 draft there already" in ended.stderr
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*") if path.is_file()} == before


def test_it_goes_on_where_it_was_killed(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A draft without its anchors, as a kill may leave it, gets them at the next run."""
    folder = brat(tmp_path / "brat", QUOTE)
    bring("brat", folder, mapping=NAMED)
    anchors = project / f"{ARTICLE}.anchors.json"
    written = anchors.read_bytes()
    anchors.unlink()
    bring("brat", folder, mapping=NAMED)
    assert anchors.read_bytes() == written


@pytest.mark.parametrize("which", ["article", "text"])
def test_nothing_is_overwritten(which: str, bring: Importer, project: Path, texts: Path, tmp_path: Path) -> None:
    """An article or a text of that name that says something else stays, and a line says so."""
    folder = brat(tmp_path / "brat", QUOTE)
    file = project / f"{ARTICLE}.md" if which == "article" else texts / f"{GATE}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine", encoding="utf-8")
    ended = bring("brat", folder, mapping=NAMED)
    assert ended.code == 1
    assert "nothing is overwritten" in ended.stderr
    assert file.read_text(encoding="utf-8") == "mine"
    assert not (project / f"{ARTICLE}.anchors.json").exists()


def test_dry_run(bring: Importer, project: Path, texts: Path, tmp_path: Path) -> None:
    """All is read and reported, and only the report is written."""
    ended = bring("brat", brat(tmp_path / "brat", QUOTE), "--dry-run", mapping=NAMED)
    assert ended.code == 0
    assert "would write 1 draft" in ended.stderr
    assert not texts.exists()
    assert not (project / f"{ARTICLE}.md").exists()


def test_what_it_asks_for(bring: Importer, tmp_path: Path) -> None:
    """Without a folder for texts, a mapping for a table, or with an outlet that nobody knows: wrong use."""
    folder = brat(tmp_path / "brat", QUOTE)
    ended = bring("brat", folder, texts=None)
    assert (ended.code, "--texts FOLDER" in ended.stderr) == (2, True)
    ended = bring("brat", folder, "--outlet", "otterby-lanter")
    assert (ended.code, "did you mean 'otterby-lantern'?" in ended.stderr) == (2, True)
    (tmp_path / "t.csv").write_text("a\n1\n", encoding="utf-8")
    ended = bring("csv", tmp_path / "t.csv")
    assert (ended.code, "--map MAP.yaml" in ended.stderr) == (2, True)


def test_it_tells_what_a_check_will_name(bring: Importer, project: Path, tmp_path: Path) -> None:
    """The problems of the drafts, by code and by draft, are those that a check names; a dry run tells the same."""
    add_curator(project, "bo")
    for annotator in ("bo", "ferry-desk"):
        brat(tmp_path / "brat" / annotator, QUOTE + line("T2", "Biased", "wanderer"))
    mapping = NAMED + (
        "labels:\n  Quote: {to: quotes, set: {type: direct, medium: speech}}\n"
        "  Biased: {to: stances, set: {toward: marigold-line, score: -1}}\n"
    )
    said = (
        "readout check names 4 problems in these drafts: 2 × R410 quote-without-speaker, 2 × R416 stance-without-reason"
    )
    dry = bring("brat", tmp_path / "brat", "--dry-run", mapping=mapping)
    ended = bring("brat", tmp_path / "brat", mapping=mapping)
    assert said in dry.stderr
    assert said in ended.stderr
    assert dry.report == ended.report
    assert ended.report["problems"] == {"R410": 2, "R416": 2}
    assert [one["problems"] for one in ended.report["documents"]] == [{"R410": 1, "R416": 1}] * 2
    assert sorted(one.split(": ")[1][:4] for one in problems(project)) == ["R410", "R410", "R416", "R416"]


def test_a_second_annotation_beside_a_first_that_was_completed(bring: Importer, project: Path, tmp_path: Path) -> None:
    """The first annotation that is there, though it is another by now, is one that a second may stand beside."""
    add_curator(project, "bo")
    brat(tmp_path / "brat/bo", QUOTE)
    brat(tmp_path / "brat/ferry-desk", "")
    mapping = NAMED + "annotators: {ferry-desk: ferry-desk, bo: bo}\n"
    bring("brat", tmp_path / "brat", mapping=mapping)
    first = project / f"{ARTICLE}.md"
    first.write_text(first.read_text(encoding="utf-8") + "Read again.\n", encoding="utf-8")
    (project / f"{ARTICLE}.bo.md").unlink()
    ended = bring("brat", tmp_path / "brat", mapping=mapping)
    assert [one["fate"] for one in ended.report["documents"]] == ["not written: another file is there", "written"]
    assert ended.report["problems"] == {"R410": 1}


def test_a_document_that_can_not_be_an_article(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A document whose outlet or date nothing tells is passed over with its reason, and the others are imported."""
    folder = brat(tmp_path / "brat", QUOTE, name="stray")
    brat(folder, QUOTE)
    ended = bring("brat", folder, mapping="documents:\n  name: '((?P<outlet>[a-z-]+)_(?P<published>[0-9-]+)_)?'\n")
    assert ended.code == 1
    assert "not imported: stray: nothing tells the outlet of 'stray'" in ended.stderr
    assert article(project, ARTICLE)["quotes"]
    assert ended.report["counts"]["spans carried"] + ended.report["counts"]["spans not carried"] == 2


def test_the_command_itself(project: Path, run: Runner, tmp_path: Path) -> None:
    """In a process of its own, as a person starts it: exit code, what is said, and a report that reads as JSON."""
    brat(project / "brat", QUOTE)
    (project / "map.yaml").write_text(NAMED, encoding="utf-8")
    ended = run("import", "brat", "brat", "--map", "map.yaml", "--texts", tmp_path / "t", "--report", "r.json")
    assert ended.code == 0, ended.stderr
    assert ended.stdout == ""
    assert "spans: 1 carried, 0 not carried" in ended.stderr
    assert "wrote 1 draft\nwrote r.json\n" in ended.stderr
    assert json.loads((project / "r.json").read_text(encoding="utf-8"))["counts"]["spans carried"] == 1


def test_a_span_of_white_space_or_past_the_end() -> None:
    """White space around a span is left out; a span of nothing else, or past the end, is none."""
    marks = [Mark("a", "x", [(3, 8)]), Mark("b", "x", [(3, 4)]), Mark("c", "x", [(5, 999)]), Mark("d", "x", [(7, 5)])]
    document = Document("d", "f", "one two three", marks=marks)
    place(document)
    assert [(mark.id, mark.spans) for mark in document.marks] == [("a", [(4, 7)])]
    assert [loss.id for loss in document.losses] == ["b", "c", "d"]
