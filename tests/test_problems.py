"""Every problem that Readout can find, shown by a folder in `tests/problems/`, as a person meets it."""

import importlib.util
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from readout.examples import problems_page, read_examples
from readout.problem import MAY_BE_EXCEPTED, NAMES
from tests.conftest import ROOT, Run, Runner

PROBLEMS = ROOT / "tests" / "problems"
FOLDERS = sorted(folder for folder in PROBLEMS.iterdir() if folder.is_dir())
BEFORE = b"the database of the last build"
SWANS = "swans:\n  name: The swans\n  kind: flock\n"


def lay_over(folder: Path, project: Path) -> None:
    """Put a problem's files over the project, and let its setup.py do what git can't keep."""
    if (folder / "files").is_dir():
        shutil.copytree(folder / "files", project, dirs_exist_ok=True)
    if (folder / "setup.py").is_file():
        spec = importlib.util.spec_from_file_location("setup_" + folder.name[:4], folder / "setup.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.prepare(project)


def first_lines(printed: str) -> list[str]:
    """Of each problem the line with its place; excerpts and hints stand below it, indented."""
    return [line for line in printed.splitlines() if line and not line.startswith(" ")]


def with_last_build(project: Path) -> Path:
    """A database as an earlier build has left it."""
    database = project / "build" / "readout.db"
    database.parent.mkdir(exist_ok=True)
    database.write_bytes(BEFORE)
    return database


def test_every_code_has_its_folder_and_every_folder_its_code() -> None:
    """The list of codes and the folders are the same, and no folder lacks its page or what is expected."""
    assert [folder.name for folder in FOLDERS] == sorted(f"{code}-{name}" for code, name in NAMES.items())
    for folder in FOLDERS:
        readme = (folder / "README.md").read_text(encoding="utf-8")
        assert 3 <= len(readme.splitlines()) <= 7, folder.name
        assert readme.count("\n\n") == 1, f"{folder.name}: what it means, an empty line, what to do"
        assert (folder / "files").is_dir() or (folder / "setup.py").is_file(), folder.name


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_problem_is_reported(folder: Path, project: Path, run: Runner, update_golden: bool) -> None:
    """One mistake gives one problem of its code, word for word as expected; nothing is built over it."""
    lay_over(folder, project)
    database = with_last_build(project)
    command = folder / "command"
    ended = run(*shlex.split(command.read_text(encoding="utf-8") if command.is_file() else "check"))
    expected = folder / "expected.txt"
    printed = ended.stdout
    if folder.name.startswith("R119"):  # it stands below the problems that are shown
        printed = printed.rpartition("\n\n")[2]
    if update_golden:
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")
    assert ended.code == 1, ended.stderr
    shown = first_lines(printed)
    assert len(shown) == 1
    assert f": {folder.name[:4]} {folder.name[5:]}: " in shown[0]
    assert "Traceback" not in ended.stderr
    assert database.read_bytes() == BEFORE


def not_yaml(project: Path) -> None:
    (project / "sources/places/more.yaml").write_text("quay: [The quay\n", encoding="utf-8")


def wrong_type(project: Path) -> None:
    (project / "sources/places/more.yaml").write_text("quay: {name: [Quay], kind: building}\n", encoding="utf-8")


def unknown_key(project: Path) -> None:
    (project / "sources/places/more.yaml").write_text("quay: {name: Quay, kind: building, colour: red}\n", "utf-8")


def broken_reference(project: Path) -> None:
    (project / "sources/places/more.yaml").write_text("quay: {name: Quay, kind: building, part_of: oterby}\n", "utf-8")


def duplicate_id(project: Path) -> None:
    (project / "sources/places/more.yaml").write_text("otterby: {name: New Otterby, kind: city}\n", encoding="utf-8")


def impossible_date(project: Path) -> None:
    file = project / "sources/stories.yaml"
    text = file.read_text(encoding="utf-8")
    assert "started: 2024-05-03" in text
    file.write_text(text.replace("started: 2024-05-03", "started: 2023-02-29"), encoding="utf-8")


def not_utf8(project: Path) -> None:
    (project / "sources/places/more.yaml").write_bytes(b"quay: {name: Qu\xe4y, kind: building}\n")


def empty_file(project: Path) -> None:
    (project / "sources/places/more.yaml").write_bytes(b"")


def folder_for_file(project: Path) -> None:
    (project / "sources/places/more.yaml").mkdir()


def symbolic_link(project: Path) -> None:
    (project / "sources/places/more.yaml").symlink_to(project / "sources/places.yaml")


MISTAKES: list[tuple[Callable[[Path], None], str]] = [
    (not_yaml, "sources/places/more.yaml:2:1: R104"),
    (wrong_type, "sources/places/more.yaml:1:14: R203"),
    (unknown_key, "sources/places/more.yaml:1:36: R201"),
    (broken_reference, "sources/places/more.yaml:1:45: R301"),
    (duplicate_id, "sources/places/more.yaml:1:1: R302"),
    (impossible_date, "sources/stories.yaml:10:12: R205"),
    (not_utf8, "sources/places/more.yaml:1:16: R101"),
    (empty_file, "sources/places/more.yaml:1:1: R103"),
    (folder_for_file, "sources/places/more.yaml:1:1: R102"),
    (symbolic_link, "sources/places/more.yaml:1:1: R102"),
]


@pytest.mark.parametrize(("mistake", "place"), MISTAKES, ids=lambda value: getattr(value, "__name__", ""))
def test_other_files_are_still_checked(mistake: Callable[[Path], None], place: str, project: Path, run: Runner) -> None:
    """A mistake in one file hides none in another: both are reported, each once, and the old database stays."""
    (project / "sources/places").mkdir()
    (project / "sources/actors").mkdir()
    (project / "sources/actors/more.yaml").write_text(SWANS, encoding="utf-8")
    mistake(project)
    database = with_last_build(project)
    ended = run("build")
    shown = first_lines(ended.stdout)
    other = "sources/actors/more.yaml:3:9: R204 not-in-vocabulary: 'flock' is not in the vocabulary"
    assert [line[: len(place)] for line in shown if line != other] == [place]
    assert other in shown
    assert ended.code == 1
    assert database.read_bytes() == BEFORE


def test_evidence_of_other_articles_is_still_looked_up(project: Path, run: Runner) -> None:
    """Two articles with evidence that their texts do not have: both are reported, and no anchors are touched."""
    changes = {
        "otterby-lantern/2024-05-03-ferry-bumps-bridge": ("evidence: Nobody was hurt", "evidence: Nobody was harmed"),
        "tidewire/2024-05-05-owners-to-visit": ("evidence: look at the gate together", "evidence: mend the gate"),
    }
    before = {}
    for name, (old, new) in changes.items():
        file = project / "sources" / "articles" / f"{name}.md"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")
        before[name] = file.with_suffix(".anchors.json").read_bytes()
    database = with_last_build(project)
    ended = run("anchor", "--texts", project / "texts")
    assert ended.code == 1
    assert [line.split(":")[0] for line in ended.stdout.splitlines() if " R501 " in line] == [
        f"sources/articles/{name}.md" for name in changes
    ]
    assert ended.stdout.count(": R") == 2
    for name, content in before.items():
        assert (project / "sources" / "articles" / f"{name}.anchors.json").read_bytes() == content
    assert database.read_bytes() == BEFORE


def test_anchor_says_what_it_wrote(project: Path, run: Runner) -> None:
    """Where anchors were written beside articles in order, nobody is told that nothing was written."""
    articles = project / "sources" / "articles"
    faulty = articles / "tidewire" / "2024-05-05-owners-to-visit.md"
    text = faulty.read_text(encoding="utf-8")
    faulty.write_text(text.replace("evidence: look at the gate together", "evidence: mend the gate"), encoding="utf-8")
    sound = articles / "otterby-lantern" / "2024-05-03-ferry-bumps-bridge.anchors.json"
    sound.unlink()
    ended = run("anchor", "--texts", project / "texts")
    assert ended.code == 1
    assert sound.is_file() != ("nothing was written" in ended.stderr)


def test_a_credit_may_stand_in_a_caption(project: Path, run: Runner) -> None:
    """Who made a picture is credited in its caption, a zone that is not the article; that is no mistake."""
    article = project / "sources" / "articles" / "quill-courier" / "2024-05-04-crash-shuts-bridge.md"
    credit = "credits:\n  - {role: illustrator, name: a machine, digital_source_type: trainedAlgorithmicMedia}\n"
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("credits:\n", credit), encoding="utf-8")
    assert run("anchor", "--texts", project / "texts").code == 0
    assert run("check").stdout == ""


def test_anchor_mends_an_empty_anchors_file(project: Path, run: Runner) -> None:
    """An anchors file that was cut short is written anew, which is what its problem's hint should ask for."""
    articles = project / "sources" / "articles"
    anchors = articles / "otterby-lantern" / "2024-05-03-ferry-bumps-bridge.anchors.json"
    before = anchors.read_bytes()
    anchors.write_bytes(b"")
    assert run("check").code == 1
    assert run("anchor", "--texts", project / "texts").code == 0
    assert anchors.read_bytes() == before


def test_a_wrong_schema_stops_the_build(project: Path, run: Runner) -> None:
    """A schema that contradicts itself is reported at its line, and the old database stays."""
    lay_over(PROBLEMS / "R606-schema-contradiction", project)
    database = with_last_build(project)
    ended = run("build")
    assert ended.stdout == (PROBLEMS / "R606-schema-contradiction" / "expected.txt").read_text(encoding="utf-8")
    assert ended.code == 1
    assert database.read_bytes() == BEFORE


def test_unreadable_files_do_not_cascade(project: Path, run: Runner) -> None:
    """References to records of a file that can't be read are not reported on top of it."""
    file = project / "sources" / "actors.yaml"
    file.write_bytes(b"\xff" + file.read_bytes())
    ended: Run = run("check")
    assert [line.split(": ")[1] for line in ended.stdout.splitlines() if ": R" in line] == ["R101 not-utf8"]
    assert ended.code == 1


def test_the_problems_page_has_every_example() -> None:
    """The documentation's page of problems is made of these folders, with nothing left out."""
    page = problems_page(read_examples(PROBLEMS))
    for folder in FOLDERS:
        code, name = folder.name.split("-", 1)
        assert f"## {code} {name}\n" in page
        assert (folder / "README.md").read_text(encoding="utf-8").strip() in page
        assert (folder / "expected.txt").read_text(encoding="utf-8").strip() in page


REMEDIED = [folder for folder in FOLDERS if (folder / "remedy").is_dir()]


def test_what_a_person_wrote_wrong_has_a_remedy() -> None:
    """Of every problem of a record's shape, its references and what it says, there is an example put right."""
    wanted = [folder.name for folder in FOLDERS if folder.name[:2] in {"R2", "R3", "R4"}]
    assert [name for name in wanted if not (PROBLEMS / name / "remedy").is_dir()] == []


@pytest.mark.parametrize("folder", REMEDIED, ids=lambda folder: folder.name)
def test_the_remedy_takes_the_problem_away(folder: Path, project: Path, run: Runner) -> None:
    """The example put right is right; what only judgement can tell of it, or `readout anchor` mends, is not meant."""
    lay_over(folder, project)
    shutil.copytree(folder / "remedy", project, dirs_exist_ok=True)
    command = folder / "command"
    ended = run(*shlex.split(command.read_text(encoding="utf-8") if command.is_file() else "check"))
    said = [line.split(": ")[1].split()[0] for line in first_lines(ended.stdout)]
    assert set(said) <= (MAY_BE_EXCEPTED | {"R503"}) - {folder.name[:4]}, ended.stdout


@pytest.mark.parametrize("folder", REMEDIED, ids=lambda folder: folder.name)
def test_the_remedy_changes_the_example_and_nothing_else(folder: Path) -> None:
    """Each of its files is one of the example's, and differs from it: that is what the page shows."""
    for file in (found for found in (folder / "remedy").rglob("*") if found.is_file()):
        assert (folder / "files" / file.relative_to(folder / "remedy")).read_bytes() != file.read_bytes()
