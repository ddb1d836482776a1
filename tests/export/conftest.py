"""What the tests of the export share: the made-up database exported once, in all formats."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from readout.export.source import Source, open_source
from tests.conftest import copy_project, run_readout

RELEASED = '  released: "2026-03-01"\n'


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up project with a day of release, and its database built; not to be changed."""
    project = copy_project(tmp_path_factory.mktemp("released") / "project")
    schema = project / "schema.yaml"
    lines = schema.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("x-dataset:")) + 1
    schema.write_text(
        "".join([*lines[:at], RELEASED, *(line for line in lines[at:] if line != RELEASED)]), encoding="utf-8"
    )
    ended = run_readout("build", project=project)
    assert ended.code == 0, ended.stdout + ended.stderr
    return project


@pytest.fixture(scope="session")
def exported(released: Path) -> Path:
    """The folder with all exports of that project; not to be changed."""
    pytest.importorskip("pyarrow")
    ended = run_readout("export", project=released)
    assert ended.code == 0, ended.stdout + ended.stderr
    return released / "build" / "export"


@pytest.fixture
def source(released: Path) -> Iterator[Source]:
    """The made-up database, open for reading."""
    with open_source(released / "build" / "readout.db") as opened:
        yield opened


@pytest.fixture(scope="session")
def standards() -> str:
    """A Python that has the tools of the standards (see `scripts/environment standards`)."""
    python = os.environ.get("READOUT_STANDARDS")
    if not python:
        pytest.skip("READOUT_STANDARDS does not name a Python with the tools of the standards")
    return python


def copied(database: Path, target: Path) -> Path:
    """A database that a test may break."""
    shutil.copyfile(database, target)
    return target


def judged(python: str, folder: Path) -> str:
    """What the tools say of the exports in a folder, as JSON."""
    program = Path(__file__).with_name("standards.py")
    ended = subprocess.run([python, program, folder], capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout
