"""`readout fmt` as a person runs it."""

from pathlib import Path

import pytest

from readout.canonical import document
from readout.canonical.document import canonical
from readout.schema_compile import parse_schema
from readout.source import SourceFile
from tests.conftest import Runner

PLACES = "sources/places.yaml"
UNTIDY = "\r\nquay:\r\n    kind: building # c\r\n    name: 'The quay'\r\n"
TIDY = "\nquay:\n  name: The quay\n  kind: building  # c\n"


@pytest.fixture
def untidy(project: Path) -> Path:
    """A register of the project with one record that is not in canonical form."""
    file = project / PLACES
    with file.open("a", encoding="utf-8", newline="") as stream:
        stream.write(UNTIDY)
    return file


def test_writes_what_changes(run: Runner, project: Path, untidy: Path) -> None:
    """Only files that change are written, and named; after that there is nothing to do."""
    times = {file: file.stat().st_mtime_ns for file in (project / "sources").rglob("*.*") if file != untidy}
    ended = run("fmt")
    assert (ended.code, ended.stdout, ended.stderr) == (0, "", f"formatted {PLACES}\n1 file formatted, 0 problems\n")
    assert untidy.read_bytes().endswith(TIDY.encode())
    assert times == {file: file.stat().st_mtime_ns for file in times}
    again = run("fmt", "--quiet")
    assert (again.code, again.stdout, again.stderr) == (0, "", "")


def test_check_and_diff_write_nothing(run: Runner, untidy: Path) -> None:
    """`--check` lists the files, `--diff` shows the lines; both end with 1, and write nothing."""
    before = untidy.read_bytes()
    listed = run("fmt", "--check", "--quiet")
    assert (listed.code, listed.stdout, listed.stderr) == (1, f"{PLACES}\n", "")
    shown = run("fmt", "--diff", "--check")
    assert shown.code == 1
    assert shown.stdout.startswith(f"--- {PLACES}\n+++ {PLACES}\n@@ ")
    assert "+  name: The quay\n" in shown.stdout
    assert untidy.read_bytes() == before


def test_paths(run: Runner, project: Path, untidy: Path) -> None:
    """Files and folders can be named; what is elsewhere, or nowhere, is wrong use."""
    assert run("fmt", "sources/articles", "sources/actors.yaml", "--check").code == 0
    assert run("fmt", "--check", PLACES).stdout == f"{PLACES}\n"
    assert run("fmt", "--check", project / "sources").code == 1
    for path in ("schema.yaml", "..", "sources/nowhere.yaml"):
        ended = run("fmt", path)
        assert (ended.code, ended.stdout) == (2, ""), path
    assert untidy.read_bytes().endswith(UNTIDY.encode())


def test_others_are_formatted_beside_a_broken_file(run: Runner, project: Path, untidy: Path) -> None:
    """A file that can't be read is left as it is, with its problem; the others are formatted; exit code 1."""
    broken = project / "sources" / "actors.yaml"
    broken.write_bytes(b"a:\n   name: 'A\n")
    ended = run("fmt")
    assert ended.code == 1
    assert "sources/actors.yaml:3:1: R104 yaml-syntax: " in ended.stdout
    assert broken.read_bytes() == b"a:\n   name: 'A\n"
    assert untidy.read_bytes().endswith(TIDY.encode())
    assert run("fmt", PLACES, "--quiet").stdout == ""


def test_misplaced_file(run: Runner, project: Path) -> None:
    """A file that has no place among the sources has no canonical form either, which is said."""
    (project / "sources" / "place.yaml").write_text("a:   {}\n", encoding="utf-8")
    ended = run("fmt")
    assert ended.code == 1
    assert "sources/place.yaml:1:1: R111 misplaced-file" in ended.stdout
    assert run("fmt", "sources/articles").code == 0


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("a:\n  name: B\n", "it would be read as another value"),
        ("a:\n  name: A\n", "the comment '# c' would be lost or doubled"),
        ("a:\n  name: 'A\n", "it could not be read any more"),
    ],
)
def test_a_bug_changes_nothing(project: Path, monkeypatch: pytest.MonkeyPatch, written: str, said: str) -> None:
    """If formatting lost a value or a comment, the file would stay as it is, and the bug be told."""
    schema = parse_schema((project / "schema.yaml").read_text(encoding="utf-8"))
    source = SourceFile(PLACES, b"a:\n    name: A # c\n")
    monkeypatch.setattr(document, "write", lambda tree: written)
    form = canonical(source, schema)
    assert form.content == source.content
    assert form.bug.startswith(said)
