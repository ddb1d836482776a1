"""The exit codes of every command, as the table in docs/ci.md has them: scripts rely on these."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from readout.cli import NAMES
from readout.commands.build import build_database
from readout.scale.build import build_on_cluster
from tests.conftest import ROOT, Runner
from tests.made import HARBOUR, HILL, HILL_TIMES, edit, make_project, write
from tests.scale.made import without_cluster
from tests.versions import commit, run_git

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project without problems."""
    return make_project(tmp_path / "made")


def harbour(project: Path) -> Path:
    """The file of the first article."""
    return project / "sources" / "articles" / "harbour-post" / f"{HARBOUR}.md"


def misspell(project: Path) -> None:
    """Make a problem in the sources."""
    edit(harbour(project), "origin: wire", "origin: wired")


def spoil_schema(project: Path) -> None:
    """Make a problem in the schema."""
    edit(project / "schema.yaml", "title: Readout\n", "titel: Readout\n")


def nothing(project: Path) -> None:
    """Leave a project as it is."""


def unformat(project: Path) -> None:
    """Take a file out of its canonical form."""
    edit(harbour(project), "headline: Clock stops", "headline:   Clock stops")


def spoil_second(project: Path) -> None:
    """Add a second annotation with a problem."""
    write(harbour(project).parents[1] / "hill-times" / f"{HILL}.bo.md", HILL_TIMES)


def committed(project: Path) -> None:
    """Put a project into a git repository of its own."""
    run_git(project, "init", "--quiet")
    commit(project, "First")


def committed_and_changed(project: Path) -> None:
    """Change a project after its first commit."""
    committed(project)
    edit(harbour(project), "headline: Clock stops", "headline: Clock stands")


def committed_with_spoilt_schema(project: Path) -> None:
    """Make a problem in the schema after the first commit."""
    committed(project)
    spoil_schema(project)


def build(project: Path) -> None:
    """Build the database."""
    build_database(project)


def build_and_change(project: Path) -> None:
    """Build the database; then change the sources."""
    build(project)
    unformat(project)


def build_elsewhere(project: Path) -> None:
    """Write the tables as a cluster would."""
    with pytest.MonkeyPatch.context() as patch:
        without_cluster(patch)
        build_on_cluster(project, "", str(project / "result"))


def corpus(project: Path) -> None:
    """Lay a folder of brat's into a project, and a mapping beside it."""
    write(project / "brat" / "harbour-post_2025-03-04_clock.txt", "The clock stands still, the mayor said.\n")
    write(project / "brat" / "harbour-post_2025-03-04_clock.ann", "T1\tActor 28 33\tmayor\n")
    write(project / "map.yaml", "documents:\n  name: '(?P<outlet>[a-z-]+)_(?P<published>[0-9-]+)_'\n")


def corpus_with_bad_map(project: Path) -> None:
    """The same, and the mapping has a field that there is not."""
    corpus(project)
    edit(project / "map.yaml", "  name:", "  named:")


NEW = ["new", "harbour-post", "A clock", "--text", "texts/harbour.txt", "--date", "2025-03-04", "--curator", "ann"]
IMPORT = ["import", "brat", "brat", "--map", "map.yaml"]
#: For each command and exit code: what is done to a sound project, and the arguments.
CASES: dict[tuple[str, int], tuple[Callable[[Path], None], list[str]]] = {
    ("new", 0): (nothing, [*NEW, "--language", "en-GB"]),
    ("new", 1): (spoil_schema, NEW),
    ("new", 2): (nothing, ["new", "no-such-outlet", *NEW[2:]]),
    ("import", 0): (corpus, [*IMPORT, "--texts", "texts"]),
    ("import", 1): (corpus_with_bad_map, [*IMPORT, "--texts", "texts"]),
    ("import", 2): (corpus, IMPORT),
    ("check", 0): (nothing, ["check"]),
    ("check", 1): (misspell, ["check"]),
    ("check", 2): (nothing, ["check", "--diff"]),
    ("fmt", 0): (unformat, ["fmt"]),
    ("fmt", 1): (unformat, ["fmt", "--check"]),
    ("fmt", 2): (nothing, ["fmt", "schema.yaml"]),
    ("schemas", 0): (misspell, ["schemas"]),
    ("schemas", 1): (spoil_schema, ["schemas"]),
    ("schemas", 2): (nothing, ["schemas", "more"]),
    ("build", 0): (nothing, ["build"]),
    ("build", 1): (misspell, ["build"]),
    ("build", 2): (nothing, ["build", "--format", "none"]),
    ("slice", 0): (build_elsewhere, ["slice", "--from", "result", "--story", "clock", "--to", "clock.db"]),
    ("slice", 2): (nothing, ["slice", "--from", "result", "--story", "clock", "--to", "clock.db"]),
    ("verify", 0): (build, ["verify"]),
    ("verify", 1): (build_and_change, ["verify"]),
    ("verify", 2): (nothing, ["verify"]),
    ("export", 0): (build, ["export", "csv"]),
    ("export", 2): (nothing, ["export"]),
    ("freeze", 0): (build, ["freeze", "--to", "edition", "--only", "outlet=hill-times", "--no-views", "--pairs", "0"]),
    ("freeze", 2): (nothing, ["freeze"]),
    ("serve", 1): (misspell, ["serve"]),
    ("serve", 2): (nothing, ["serve", "--port", "0"]),
    ("anchor", 0): (nothing, ["anchor", "--texts", "texts"]),
    ("anchor", 1): (lambda project: (project / "texts" / "hill.txt").unlink(), ["anchor", "--texts", "texts"]),
    ("anchor", 2): (nothing, ["anchor", "--texts", "nowhere"]),
    ("status", 0): (misspell, ["status"]),
    ("status", 1): (spoil_schema, ["status"]),
    ("status", 2): (nothing, ["status", "--outlet", "none"]),
    ("agreement", 0): (nothing, ["agreement"]),
    ("agreement", 1): (spoil_second, ["agreement"]),
    ("agreement", 2): (nothing, ["agreement", "--story", "none"]),
    ("diff", 0): (nothing, ["diff", ".", "."]),
    ("diff", 1): (committed_and_changed, ["diff", "HEAD", "--exit-code"]),
    ("diff", 2): (nothing, ["diff", "nowhere"]),
    ("log", 0): (committed, ["log", "claims/stopped"]),
    ("log", 1): (committed_with_spoilt_schema, ["log", "claims/stopped"]),
    ("log", 2): (nothing, ["log", "claims/stopped"]),
    ("release", 0): (committed, ["release", "--check"]),
    ("release", 1): (misspell, ["release"]),
    ("release", 2): (nothing, ["release"]),
    ("explain", 0): (nothing, ["explain", "R301"]),
    ("explain", 2): (nothing, ["explain", "R000"]),
    ("docs", 0): (misspell, ["docs"]),
    ("docs", 1): (spoil_schema, ["docs"]),
    ("docs", 2): (nothing, ["docs", "more"]),
}


@pytest.mark.parametrize(("command", "code"), CASES, ids=lambda part: str(part))
def test_the_exit_codes(command: str, code: int, made: Path, run: Runner) -> None:
    """Of each command, as the table in docs/ci.md has them."""
    prepare, arguments = CASES[command, code]
    prepare(made)
    ended = run(*arguments, project=made)
    assert ended.code == code, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    assert (code != 2) or (ended.stdout == "" and ended.stderr)


@pytest.mark.parametrize("options", [(), ("--watch",)])
def test_serve_ends_with_0_at_ctrl_c(made: Path, options: tuple[str, ...]) -> None:
    """Watching or not; the last of the codes in the table."""
    command = [sys.executable, "-m", "readout", "--project", str(made), "serve", *options]
    around = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=around, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        assert any("http://" in line for line in process.stdout)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def test_the_table_has_every_command_and_every_code() -> None:
    """A row for each command; the cases above are the cells that can be."""
    rows = {
        cells[0].strip(" `"): cells[1:]
        for line in PAGE.splitlines()
        if (cells := line.strip("|").split("|")) and len(cells) == 4 and cells[0].startswith(" `")
    }
    assert set(rows) == set(NAMES)
    possible = {(name, code) for name, cells in rows.items() for code, cell in enumerate(cells) if "never" not in cell}
    assert possible == set(CASES) | {("serve", 0)}
