"""`readout check --fix`: what has one right answer is put right, and nothing else is touched."""

import shutil
import stat
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readout.fix import fixed, replacement, rewritten
from readout.mend import mend
from readout.near import only_near, only_slip
from readout.places import with_lines
from readout.problem import Place, Problem
from readout.source import SourceFile
from readout.strict_yaml import read_yaml
from readout.workspace import Workspace
from tests.conftest import ROOT, Runner
from tests.made import schema

MORE = "sources/actors/more.yaml"
WRONG = """\
# who swims here
swans:
  name: The swans  # all of them
  knd: group
geese:
  name: 'The geese'
  kind: "grupo"
  part_of: 'swanss'
"""


@pytest.mark.parametrize(
    ("word", "choices", "meant"),
    [
        ("grupo", ["group", "person"], "group"),
        ("wikidtaa", ["wikidata", "name", "names"], "wikidata"),
        ("asserted", ["asserts", "denies", "disputes"], "asserts"),
        ("unknow", ["known", "unknown"], None),
        ("indirekt", ["direct", "indirect"], None),
        ("soup", ["group", "person"], None),
    ],
)
def test_the_one_word_of_a_closed_list_that_can_be_meant(word: str, choices: list[str], meant: str | None) -> None:
    """Where a second one is at all like it, nobody decides."""
    assert only_near(word, choices) == meant


@pytest.mark.parametrize(
    ("word", "choices", "meant"),
    [
        ("li-haidon", ["li-haidong", "li-keqiang"], "li-haidong"),
        ("li-hiadong", ["li-haidong"], "li-haidong"),
        ("li-haidongg", ["li-haidong"], "li-haidong"),
        ("li-haidang", ["li-haidong"], "li-haidong"),
        ("li-haidng", ["li-haidong", "li-haidang"], None),
        ("us-readout", ["uk-readout"], None),
        ("jp-readout", ["jp-readouts-2"], None),
        ("readout-2025-12-12", ["readout-2025-12-13"], None),
        ("haidong", ["li-haidong"], None),
        ("cn-defense-minister", ["cn-defense-ministry"], None),
        ("mayor", [], None),
    ],
)
def test_the_one_id_that_is_a_slip_away(word: str, choices: list[str], meant: str | None) -> None:
    """One letter in a word of four or more; never in a number, never in what may be another country."""
    assert only_slip(word, choices) == meant


@pytest.mark.parametrize(
    ("written", "now"), [("a", "b-c"), ("'a'", "'b-c'"), ('"a"', '"b-c"'), (">-", None), ("|", None)]
)
def test_the_quotes_stay(written: str, now: str | None) -> None:
    """A word is written as the one before it was."""
    assert rewritten(written, "b-c") == now


@given(st.sampled_from(["a", "'a'", '"a"']), st.text(max_size=8))
def test_what_is_rewritten_is_read_as_the_word(written: str, word: str) -> None:
    """Or it is not rewritten: `no`, `12`, a colon or a quotation mark never turn into something else."""
    now = rewritten(written, word)
    if now is not None:
        assert read_yaml(f"[{now}]", "a.yaml") == ([word], [])


def test_each_fix_goes_into_its_place() -> None:
    """Several on a line, whatever stands before them and however lines end; the rest stays to the byte."""
    text = "\ufeff# ü\r\n{🕰: grupo, 'knd': \"grupo\"}\r\nend: \u2028 grupo\r\n\r\n"
    spans = [(2, 5, 2, 10), (2, 12, 2, 17), (2, 19, 2, 26)]
    words = ["group", "kind", "group"]
    problems = [Problem(Place("a").at(span), "R204", "m", fix=word) for span, word in zip(spans, words, strict=True)]
    again = fixed(text.encode(), [*problems, problems[1], Problem(Place("a").at((1, 1, 1, 2)), "R204", "m")])
    wanted = "\ufeff# ü\r\n{🕰: group, 'kind': \"group\"}\r\nend: \u2028 grupo\r\n\r\n"
    assert again.decode() == wanted


def test_what_runs_over_lines_is_left() -> None:
    """There is no one place to write the word."""
    assert replacement(Problem(Place("a").at((1, 1, 2, 4)), "R204", "m", fix="b"), ["a", "  b"]) is None
    assert replacement(Problem(Place("a").at((9, 1, 9, 4)), "R204", "m", fix="b"), ["a"]) is None
    assert replacement(Problem(Place("a").at((1, 1, 1, 2)), "R204", "m"), ["a"]) is None


def workspace(text: str) -> Workspace:
    """A workspace with one register."""
    found = Workspace(schema())
    found.change({MORE: SourceFile(MORE, text.encode())})
    return found


def mended(text: str) -> str | None:
    """A register after its fixes; None where none was applied."""
    here = workspace(text)
    problems = with_lines(here.problems(), here.index_of())
    return next((one.after.decode() for one in mend(here, problems)), None)


def test_a_misspelt_field_and_word_are_put_right() -> None:
    """With their comments and their order."""
    assert mended("swans: {name: Swans, knd: grupo}  # why\n") == "swans: {name: Swans, kind: grupo}  # why\n"
    assert mended("swans: {name: Swans, kind: grupo}  # why\n") == "swans: {name: Swans, kind: group}  # why\n"


@pytest.mark.parametrize(
    "text",
    [
        "swans: {name: Swans, kind: soup}\n",
        "swans: {name: Swans, kind: group, soup: 1}\n",
        "swans: {name: Swans, kind: group, kidn: group}\n",
        "swans: {name: Swans, kind: >-\n  grupo\n}\n",
        "swans: {name: Swans, kind: grupo, kind: grupo}\n",
        "swans: {name: Swans, kind: grupo}\n--- \na: b\n",
    ],
)
def test_what_has_no_one_answer_is_left(text: str) -> None:
    """Nothing near, a field that is there already, a block of text, a file whose YAML is in doubt."""
    assert mended(text) is None


def test_a_fix_that_does_not_take_its_problem_away_is_taken_back() -> None:
    """And those beside it stay."""
    here = workspace("swans: {name: Swans, kind: grupo}\ngeese: {name: Geese, kind: grupo}\n")
    swans, geese = [found for found in with_lines(here.problems(), here.index_of()) if found.code == "R204"]
    [found] = mend(here, [replace(swans, fix="flock"), geese])
    assert (found.count, found.before.count(b"grupo"), found.after.count(b"grupo")) == (1, 2, 1)
    assert b"flock" not in found.after
    assert here.files[MORE].content.count(b"group") == 1


@pytest.fixture
def faulty(project: Path) -> Path:
    """A project with three slips, one of which shows only when another is put right."""
    (project / MORE).parent.mkdir()
    (project / MORE).write_text(WRONG, encoding="utf-8")
    return project


def test_fix_puts_right_and_reports_what_is_left(faulty: Path, run: Runner) -> None:
    """What was done is said; comments stay; other files are not touched; the file's mode is kept."""
    (faulty / MORE).chmod(0o640)
    before = {file: file.read_bytes() for file in faulty.rglob("*") if file.is_file() and file != faulty / MORE}
    _, stdout, stderr = run("check", "--fix", project=faulty)
    assert "fixed 2 problems in 1 file\n" in stderr
    text = (faulty / MORE).read_text(encoding="utf-8")
    for line in ("# who swims here\n", "  name: The swans  # all of them\n", "  kind: group\n"):
        assert line in text
    assert "grupo" not in text
    assert "knd" not in text
    assert "R301" in stdout  # the group of a record that was broken was not looked at
    assert stat.S_IMODE((faulty / MORE).stat().st_mode) == 0o640
    assert {file: file.read_bytes() for file in before} == before
    assert "fixed 1 problem in 1 file\n" in run("check", "--fix", project=faulty).stderr
    assert "part_of: swans\n" in (faulty / MORE).read_text(encoding="utf-8")
    assert "fixed 0 problems in 0 files\n" in run("check", "--fix", project=faulty).stderr


@pytest.mark.parametrize("code", ["R201-unknown-field", "R204-not-in-vocabulary", "R301-unknown-reference"])
def test_fix_makes_the_remedy(code: str, project: Path, run: Runner) -> None:
    """What the page of problems shows as put right is what --fix writes."""
    folder = ROOT / "tests" / "problems" / code
    shutil.copytree(folder / "files", project, dirs_exist_ok=True)
    run("check", "--fix", project=project)
    assert (project / MORE).read_bytes() == (folder / "remedy" / MORE).read_bytes()


def test_a_diff_is_shown_and_nothing_is_written(faulty: Path, run: Runner) -> None:
    """It is the very change that --fix makes: `patch` makes it too."""
    before = (faulty / MORE).read_bytes()
    code, diff, stderr = run("check", "--fix", "--diff", project=faulty)
    assert code == 1
    assert "would fix 2 problems in 1 file\n" in stderr
    assert (faulty / MORE).read_bytes() == before
    assert run("check", "--fix", "--dry-run", "-q", project=faulty) == (1, diff, "")
    run("check", "--fix", project=faulty)
    after = (faulty / MORE).read_bytes()
    (faulty / MORE).write_bytes(before)
    subprocess.run(["git", "apply", "-"], cwd=faulty, input=diff, text=True, encoding="utf-8", check=True)
    assert (faulty / MORE).read_bytes() == after


def test_a_diff_without_a_fix_is_wrong_use(faulty: Path, run: Runner) -> None:
    """It would promise something that --check does not do."""
    code, stdout, stderr = run("check", "--diff", project=faulty)
    assert (code, stdout) == (2, "")
    assert "--fix" in stderr
