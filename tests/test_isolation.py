"""Check and build, and what else works on a project, open no socket and touch no file outside the project.

What may be read besides, and why, is in tests/supply/places.py.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from readout.cli import NAMES
from tests.conftest import ROOT, copy_project, run_all
from tests.supply.places import TRACED, Rules, rules_for, what_strace_saw

WATCHED = ROOT / "tests" / "supply" / "watched.py"
STRACE = shutil.which("strace")


class Command(NamedTuple):
    """A command that is watched: whether it may write into the project, and whether it is given the texts."""

    arguments: tuple[str, ...]
    writes: bool = False
    texts: bool = False


COMMANDS = [
    Command(("check",)),
    Command(("check", "--format", "sarif")),
    Command(("check", "--fix", "--diff")),
    Command(("fmt", "--check")),
    Command(("explain", "R301")),
    Command(("explain", "--list")),
    Command(("status",)),
    Command(("agreement",)),
    Command(("agreement", "--format", "json")),
    Command(("anchor", "--check"), texts=True),
    Command(("anchor",), writes=True, texts=True),
    Command(("build",), writes=True),
    Command(("verify",)),
    Command(("export",), writes=True),
    Command(("schemas",), writes=True),
    Command(("docs",), writes=True),
]
#: `new` asks people, `import` reads a corpus from elsewhere, `slice` what a cluster wrote, `serve` is a server, and the
#: others run git; none is watched here.
NOT_WATCHED = {"new", "import", "slice", "serve", "freeze", "diff", "log", "release"}
IDS = [" ".join(command.arguments) for command in COMMANDS]
#: What a watched process is: the command, as a person runs it.
READOUT = "from readout.cli import main\nmain()\n"


@pytest.fixture(scope="module")
def anchored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The made-up project with second annotations, anchored and in the one form; and its texts, beside it."""
    folder = tmp_path_factory.mktemp("isolation")
    project = copy_project(folder / "project")
    shutil.copytree(ROOT / "tests" / "agreement", project, dirs_exist_ok=True)
    texts = folder / "texts"
    shutil.move(project / "texts", texts)
    return run_all(project, ["fmt"], ["anchor", "--texts", texts], ["build"]), texts


class Place(NamedTuple):
    """Where one command is watched."""

    project: Path
    texts: Path
    home: Path

    def rules(self, command: Command) -> Rules:
        """What the command may do here."""
        return rules_for(self.project, command.writes, self.texts if command.texts else None)

    def line(self, command: Command) -> list[str]:
        """The arguments of Readout's command."""
        texts = ["--texts", str(self.texts)] if command.texts else []
        return ["--project", str(self.project), *command.arguments, *texts]

    def run(self, line: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a process in surroundings where nothing but the project is at hand."""
        surroundings = {
            "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1",
            "HOME": str(self.home), "XDG_CACHE_HOME": str(self.home / "cache"),
        }  # fmt: skip
        return subprocess.run(
            line, cwd=self.project, env=surroundings, capture_output=True, encoding="utf-8", timeout=120, check=False
        )


@pytest.fixture
def place(anchored: tuple[Path, Path], tmp_path: Path) -> Place:
    """A copy of the project that a command may change."""
    project, texts = anchored
    home = tmp_path / "home"
    home.mkdir()
    return Place(shutil.copytree(project, tmp_path / "project"), texts, home)


def watch(place: Place, command: Command, program: str = READOUT) -> list[str]:
    """What a command did that it may not, as Python's audit events tell."""
    file, report = place.home.parent / "program.py", place.home.parent / "report.json"
    file.write_text(program, encoding="utf-8")
    rules = place.rules(command).as_json()
    ended = place.run([sys.executable, str(WATCHED), rules, str(report), str(file), *place.line(command)])
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    return list(json.loads(report.read_text(encoding="utf-8")))


def trace(place: Place, command: Command, program: str = READOUT) -> list[str]:
    """What a command did that it may not, as the system tells; it sees libraries that are not Python's as well."""
    if not STRACE or subprocess.run([STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace is not installed, or may not trace here")
    file, saw = place.home.parent / "program.py", place.home.parent / "trace.txt"
    file.write_text(program, encoding="utf-8")
    traced = [
        STRACE,
        "-f",
        "-y",
        "-z",
        "-qq",
        "-s",
        "4096",
        "-e",
        f"trace={TRACED}",
        "-e",
        "signal=none",
        "-o",
        str(saw),
    ]
    ended = place.run([*traced, sys.executable, "-P", str(file), *place.line(command)])
    assert ended.returncode == 0, ended.stdout + ended.stderr
    lines = saw.read_text(encoding="utf-8", errors="replace").split("\n", 1)[1]  # the first starts Python
    rules = place.rules(command)
    rules = Rules((*rules.read, str(file)), rules.listed, rules.written)
    return list(what_strace_saw(lines, rules, place.project))


def test_every_command_is_watched() -> None:
    """A new command has to be put among COMMANDS, or to say here why not."""
    assert {command.arguments[0] for command in COMMANDS} | NOT_WATCHED == set(NAMES)


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_a_command_touches_nothing_outside_the_project(place: Place, command: Command) -> None:
    """No socket, no process, no file read, listed or written but the project's, Python's and the given texts."""
    assert watch(place, command) == []
    assert list(place.home.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_the_system_sees_a_command_touch_nothing_outside(place: Place, command: Command) -> None:
    """The same, for what libraries do without Python: SQLite, Rust, the C library."""
    assert trace(place, command) == []


# ── The watch itself

DEEDS = {
    "socket": "import socket\nsocket.socket().close()",
    "name": "import socket\nsocket.getaddrinfo('localhost', 80)",
    "connect": "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError:\n    pass",
    "read": "open('/etc/hostname').close()",
    "read-dots": "open('../program.py').close()",
    "list": "import os\nos.listdir('/etc')",
    "write": "import os, pathlib\npathlib.Path(os.environ['HOME'], 'x').write_text('x')",
    "remove": "import os\ntry:\n    os.remove(os.environ['HOME'] + '/y')\nexcept OSError:\n    pass",
    "write-source": "open('schema.yaml', 'a').close()",
    "process": "import subprocess\nsubprocess.run(['true'])",
    "database": "import sqlite3, os\nsqlite3.connect(os.environ['HOME'] + '/a.db').execute('CREATE TABLE a (b)')",
}
#: What Python does not tell of, and the system does.
NATIVE = {
    "read": "import ctypes\nctypes.CDLL(None).open(b'/etc/hostname', 0)",
    "socket": "import ctypes\nctypes.CDLL(None).socket(2, 1, 0)",
    "database": DEEDS["database"],
}


@pytest.mark.parametrize("deed", DEEDS)
def test_the_watch_sees_a_deed(place: Place, deed: str) -> None:
    """Whatever is planted in a command is found, also where the command goes on as if nothing were."""
    planted = f"import readout.project\n{DEEDS[deed]}\n{READOUT}"
    assert len(watch(place, COMMANDS[0], planted)) >= 1


@pytest.mark.parametrize("deed", NATIVE)
def test_the_system_sees_a_deed(place: Place, deed: str) -> None:
    """Also one that goes past Python."""
    assert len(trace(place, COMMANDS[0], f"{NATIVE[deed]}\n{READOUT}")) >= 1


def test_a_link_out_of_the_project_is_seen(place: Place) -> None:
    """A path is where it leads, not how it is called."""
    (place.project / "build" / "out").symlink_to("/etc/hostname")
    assert any("/etc/hostname" in line for line in watch(place, COMMANDS[0], f"open('build/out').close()\n{READOUT}"))
