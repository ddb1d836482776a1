"""What the tests of imports share: a project, and `readout import` run in it without a process of its own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from readout.canonical import canonical
from readout.cli import cli
from readout.project import open_project, read_schema
from readout.source import SourceFile
from readout.strict_yaml import read_yaml


class Imported(NamedTuple):
    """How an import ended: exit code, what it said, and its report."""

    code: int
    stdout: str
    stderr: str
    report: dict[str, Any]

    def lost(self, what: str = "") -> list[str]:
        """What was not carried over, of one kind: `ID LABEL: REASON`."""
        return [
            f"{entry['id']} {entry['label']}: {entry['reason']}"
            for entry in self.report["entries"]
            if entry["what"] not in ("remark", "row") and what in ("", entry["what"])
        ]

    def remarks(self) -> list[str]:
        """What was carried over otherwise than it stood there."""
        return [entry["reason"] for entry in self.report["entries"] if entry["what"] == "remark"]


Importer = Callable[..., Imported]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """The folder for the texts."""
    return tmp_path / "kept"


@pytest.fixture
def bring(project: Path, texts: Path, tmp_path: Path) -> Importer:
    """Run an import: bring("brat", folder, mapping="…"). What it wrote is in the form of `fmt`, or the test fails."""

    def run(name: str, corpus: Path, *options: str | Path, mapping: str = "", texts: Path | None = texts) -> Imported:
        arguments: list[str | Path] = [
            "--project",
            project,
            "import",
            name,
            corpus,
            "--report",
            tmp_path / "report.json",
        ]
        if mapping:
            (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
            arguments += ["--map", tmp_path / "map.yaml"]
        arguments += ["--texts", texts] if texts else []
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        ended = CliRunner().invoke(cli, list(map(str, [*arguments, *options])), env={"READOUT_TEXTS": ""})
        if ended.exception and not isinstance(ended.exception, SystemExit):
            raise ended.exception
        assert not list(tmp_path.rglob("*.part"))
        said = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {}
        _are_canonical(project, said)
        return Imported(ended.exit_code, ended.stdout, ended.stderr, said)

    return run


def _are_canonical(project: Path, report: dict[str, Any]) -> None:
    schema = read_schema(project)
    for path in (one["path"] for one in report.get("documents", ()) if one["fate"] == "written"):
        if (project / path).is_file():
            content = (project / path).read_bytes()
            form = canonical(SourceFile(path, content), schema)
            assert not form.problems
            assert not form.bug
            assert form.content.decode() == content.decode()


def add_curator(project: Path, name: str) -> None:
    """Write one more person into the register of curators."""
    with (project / "sources/curators.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n{name}:\n  name: {name.title()}\n  kind: person\n")


def article(project: Path, path: str) -> dict[str, Any]:
    """The front matter of an article."""
    text = (project / f"{path}.md").read_text(encoding="utf-8")
    value, problems = read_yaml(text.split("---\n")[1], path)
    assert not problems
    assert isinstance(value, dict)
    return value


def problems(project: Path) -> list[str]:
    """The problems of a project: path, code, message."""
    return [f"{one.place.path}: {one.code} {one.message}" for one in open_project(project).problems]


def anchored(project: Path, path: str) -> list[str]:
    """The words that an article's anchors hold, in the order of the text; each stands where it says in `text`."""
    found = json.loads((project / f"{path}.anchors.json").read_text(encoding="utf-8"))
    return [anchor["exact"] for anchor in found["anchors"].values()]
