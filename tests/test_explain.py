"""`readout explain`: what a code means, and how its problem is put right."""

import json
from pathlib import Path

import click
import pytest

from readout.examples import problems_file, problems_page, read_examples
from readout.explain import FILE, explanations
from tests.conftest import ROOT, Run, run_readout

EXAMPLES = read_examples(ROOT / "tests" / "problems")


def explain(*arguments: str, cwd: Path, **env: str) -> Run:
    """Run the command in a folder that is no project."""
    return run_readout("explain", *arguments, project=cwd, env=env)


def test_the_explanations_in_the_package_are_fresh() -> None:
    """They are what `readout docs` would write now, as the page of problems is."""
    assert FILE.read_text(encoding="utf-8") == problems_file(EXAMPLES)
    assert (ROOT / "docs" / "problems.md").read_text(encoding="utf-8") == problems_page(EXAMPLES)


def test_the_explanations_come_with_the_package() -> None:
    """They are named among the package's files, or an installed Readout would have none."""
    assert f'readout = ["{FILE.name}"]' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["R301", "r301", "unknown-reference", "Unknown-Reference"])
def test_a_code_is_explained_without_a_project(code: str, tmp_path: Path) -> None:
    """By its code or its name: what it means, what to do, an example as it is printed, and that put right."""
    known = explanations()["R301"]
    code_, stdout, stderr = explain(code, cwd=tmp_path)
    assert (code_, stderr) == (0, "")
    lines = stdout.split("\n")
    assert lines[0] == "R301 unknown-reference"
    assert known.meaning in stdout
    assert known.remedy in stdout
    assert [line[4:] for line in lines if line.startswith("    ")] == f"{known.example}\n{known.diff}".split("\n")
    assert "    -  part_of: marigold-lines\n    +  part_of: marigold-line\n" in stdout


def test_several_codes_are_explained_one_after_the_other(tmp_path: Path) -> None:
    """In the order in which they are asked for."""
    stdout = explain("R204", "R101", cwd=tmp_path).stdout
    assert stdout.startswith("R204 not-in-vocabulary\n")
    assert stdout.index("\nR101 not-utf8\n") > 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["R31"], "did you mean 'R301'"),
        (["unknown-referense"], "did you mean 'unknown-reference'"),
        (["R301", "soup"], "no problem has the code 'soup'"),
        ([], "name a code, such as R301"),
    ],
)
def test_a_code_that_is_none_is_wrong_use(asked: list[str], said: str, tmp_path: Path) -> None:
    """Exit 2, with the nearest code or name where there is one, and nothing half explained."""
    code, stdout, stderr = explain(*asked, cwd=tmp_path)
    assert (code, stdout) == (2, "")
    assert said in stderr


def test_the_list_has_every_code_on_a_line(tmp_path: Path) -> None:
    """With its name and the first sentence of what it means."""
    lines = explain("--list", cwd=tmp_path).stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[one.code, one.name] for one in EXAMPLES]
    assert all(line.endswith(".") for line in lines)


def test_colours_are_only_added(tmp_path: Path) -> None:
    """The text is the same with and without them."""
    plain = explain("R204", cwd=tmp_path, NO_COLOR="1").stdout
    colourful = explain("R204", cwd=tmp_path, NO_COLOR="", FORCE_COLOR="1").stdout
    assert "\x1b[32m    +  kind: group" in colourful
    assert click.unstyle(colourful) == plain


def test_an_example_is_what_its_folder_says(tmp_path: Path) -> None:
    """Meaning and remedy are the two paragraphs of README.md; the diff leads from files/ to remedy/."""
    folder = tmp_path / "R204-not-in-vocabulary"
    for name, kind in (("files", "grupo"), ("remedy", "group")):
        (folder / name).mkdir(parents=True)
        (folder / name / "a.yaml").write_text(f"swans:\n  kind: {kind}\n", encoding="utf-8")
    (folder / "README.md").write_text("It is wrong. Quite.\n\nWrite it right.\n", encoding="utf-8")
    (folder / "expected.txt").write_text("a.yaml:2:9: R204 …\n  hint: b\n", encoding="utf-8")
    [one] = read_examples(tmp_path)
    assert (one.code, one.name, one.meaning, one.remedy) == (
        "R204", "not-in-vocabulary", "It is wrong. Quite.", "Write it right.",
    )  # fmt: skip
    assert one.summary == "It is wrong."
    assert one.example == "a.yaml:2:9: R204 …\n  hint: b"
    assert one.diff.split("\n")[2:] == ["@@ -1,2 +1,2 @@", " swans:", "-  kind: grupo", "+  kind: group"]
    assert json.loads(problems_file([one]))[0]["diff"] == one.diff
