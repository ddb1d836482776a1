"""What the tests share: the made-up project in `tests/corpus`, and a way to run Readout as a person does."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest
from hypothesis import settings

# the same examples at every run: a test that fails once fails again, on any machine
settings.register_profile("readout", deadline=None, derandomize=True)
settings.load_profile("readout")

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"

#: From linux/prctl.h and linux/capability.h: what lets root pass over the permissions of files.
PR_CAPBSET_DROP = 24
PERMISSION_OVERRIDES = (1, 2)


class Run(NamedTuple):
    """How a command ended: its exit code, and what it printed."""

    code: int
    stdout: str
    stderr: str


class Runner(Protocol):
    """Runs `python -m readout --project PROJECT ARGUMENTS…` in a process of its own."""

    def __call__(
        self, *arguments: str | Path, project: Path | None = None, env: dict[str, str] | None = None
    ) -> Run: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes tests/golden anew instead of comparing with it."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden from what the build gives now")


def copy_project(target: Path) -> Path:
    """A project of its own: the made-up corpus, and the repository's schema, views and saved queries."""
    shutil.copytree(CORPUS, target)
    shutil.copy(ROOT / "schema.yaml", target)
    for folder in ("views", "queries"):
        shutil.copytree(ROOT / folder, target / folder)
    return target


def _as_a_person() -> None:
    """Where the tests run as root, take from the new process the right to read what nobody may read."""
    if os.geteuid() == 0 and sys.platform == "linux":
        prctl = ctypes.CDLL(None).prctl
        for override in PERMISSION_OVERRIDES:
            prctl(PR_CAPBSET_DROP, override, 0, 0, 0)


def run_readout(*arguments: str | Path, project: Path, env: dict[str, str] | None = None) -> Run:
    """Run a command of Readout on a project and wait for its end."""
    command = [sys.executable, "-m", "readout", "--project", str(project), *map(str, arguments)]
    surroundings = {name: value for name, value in os.environ.items() if name != "READOUT_TEXTS"}
    surroundings |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(env or {})}
    ended = subprocess.run(
        command, cwd=project, env=surroundings, capture_output=True, encoding="utf-8", timeout=60,
        preexec_fn=_as_a_person, check=False,
    )  # fmt: skip
    return Run(ended.returncode, ended.stdout, ended.stderr)


def run_all(project: Path, *commands: Sequence[str | Path]) -> Path:
    """Run some commands on a project, one after another, each of which ends well; returns the project."""
    for command in commands:
        ended = run_readout(*command, project=project)
        assert ended.code == 0, ended.stdout + ended.stderr
    return project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the made-up project that a test may change."""
    return copy_project(tmp_path / "project")


@pytest.fixture
def run(request: pytest.FixtureRequest) -> Runner:
    """Run a command on the test's own `project`, or on another: run("check"), run("build", project=folder)."""

    def runner(*arguments: str | Path, project: Path | None = None, env: dict[str, str] | None = None) -> Run:
        folder = project if project is not None else request.getfixturevalue("project")
        return run_readout(*arguments, project=folder, env=env)

    return runner


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up project with its database built, once for all tests; not to be changed."""
    folder = copy_project(tmp_path_factory.mktemp("built") / "project")
    ended = run_readout("build", project=folder)
    assert ended.code == 0, ended.stdout + ended.stderr
    return folder


@pytest.fixture(scope="session")
def database(built_project: Path) -> Path:
    """The database built from the made-up project, once for all tests; not to be changed."""
    return built_project / "build" / "readout.db"


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden"))
