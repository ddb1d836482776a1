"""The disk is full, a file may not grow, a folder can't be written: one plain sentence, exit code 2, all as it was."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, run_all, run_readout
from tests.faults.forks import Forks, forks
from tests.faults.test_killed import COMMANDS, STRACE, Killed, files, unfinished
from tests.made import make_project

#: The commands that are tried here.
WRITERS = [name for name in COMMANDS if name != "export"]


@pytest.fixture(scope="module")
def runner() -> Iterator[Forks]:
    """Runs commands in forks."""
    with forks(ROOT, "readout.cli", *(f"readout.commands.{name}" for name in COMMANDS)) as made:
        yield made


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in canonical form, anchored and built."""
    project = make_project(tmp_path_factory.mktemp("disk") / "project")
    return run_all(project, ["fmt"], ["anchor", "--texts", "texts"], ["build"])


def prepared(case: Killed, sound: Path, folder: Path) -> Path:
    """A copy of the project in which the command has something to do."""
    project = shutil.copytree(sound, folder / "project")
    case.prepare(project)
    return project


def assert_plain(code: int, said: str, *words: str) -> None:
    """It ends with 2, and says what is wrong in one sentence that has some words."""
    assert code == 2, said
    assert "Traceback" not in said
    told = [line for line in said.splitlines() if line.startswith("readout: ")]
    assert len(told) == 1, said
    assert [word for word in words if word not in told[0]] == [], told


@pytest.mark.parametrize(
    ("name", "largest"), [(name, size) for name in WRITERS for size in (0, 100)] + [("build", 40_000)]
)
def test_no_room(name: str, largest: int, runner: Forks, sound: Path, tmp_path: Path) -> None:
    """As on a disk on which so many bytes are left: nothing changes, and what was begun is taken away."""
    case = COMMANDS[name]
    project = prepared(case, sound, tmp_path)
    before = files(project)
    ended = runner.run(project, *case.arguments, largest=largest)
    assert_plain(ended.code, ended.said, str(project), "; ")
    assert files(project) == before
    ended = runner.run(project, *case.arguments)
    assert ended.code == 0, ended.said
    assert unfinished(files(project)) == []


@pytest.mark.parametrize(
    ("call", "error", "number", "words"),
    [("pwrite64", "ENOSPC", 5, "the disk is full"), ("fsync", "EIO", 1, "the disk fails"),
     ("rename", "ENOSPC", 1, "the disk is full"), ("pwrite64", "EIO", 2, "the disk fails")],
)  # fmt: skip
def test_a_call_that_fails(call: str, error: str, number: int, words: str, sound: Path, tmp_path: Path) -> None:
    """Whatever call of the system it is that says so."""
    if not STRACE or subprocess.run([STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace is not installed, or may not trace here")
    project = prepared(COMMANDS["build"], sound, tmp_path)
    before = files(project)
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}+"]
    command = [sys.executable, "-m", "readout", "--project", str(project), "build"]
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    ended = subprocess.run(
        [STRACE, "-f", "-qq", "-o", os.devnull, *inject, *command],
        env=around,
        capture_output=True,
        text=True,
        check=False,
    )
    assert_plain(ended.returncode, ended.stderr, "/build/", words)
    now = files(project)
    assert unfinished(now) == []
    assert now["build/readout.db"] == before["build/readout.db"]


@pytest.mark.parametrize("name", WRITERS)
def test_a_folder_that_can_not_be_written(name: str, sound: Path, tmp_path: Path) -> None:
    """The file and the way out are named."""
    case = COMMANDS[name]
    project = prepared(case, sound, tmp_path)
    folders = [project / "build", *(folder for folder in project.glob("sources/**") if folder.is_dir())]
    before = files(project)
    for folder in folders:
        folder.chmod(0o555)
    try:
        ended = run_readout(*case.arguments, project=project)
        assert_plain(ended.code, ended.stderr, str(project), "look at the permissions")
        assert files(project) == before
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_a_file_where_a_folder_should_be(sound: Path, tmp_path: Path) -> None:
    """Also that has its sentence."""
    project = shutil.copytree(sound, tmp_path / "project")
    shutil.rmtree(project / "build")
    (project / "build").write_text("", encoding="utf-8")
    ended = run_readout("build", project=project)
    assert_plain(ended.code, ended.stderr, str(project / "build"), "in the way")
