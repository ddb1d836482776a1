"""Every attack by what a source holds, where it lies or how much of it there is, on the commands that read sources.

Each runs in a process of its own with little memory and time, which ends where it touches what lies beside the
project. One mistake gives one problem, whatever it is.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import copy_project
from tests.hostile import contents, numbers, trees
from tests.hostile.attack import PLACES, Attack, put
from tests.hostile.runs import Runs

CLEAR = "\x1b\x07\u202e\u2066\ud800"
COMMANDS = [("build",), ("fmt",), ("check", "--fix"), ("check", "--format", "people"), ("check", "--format", "line"),
            ("check", "--format", "github"), ("check", "--format", "sarif"), ("anchor", "--texts", "texts"),
            ("schemas",), ("status",), ("agreement",)]  # fmt: skip
#: What these say of sources that have problems.
ENDING_WELL = {"schemas", "status", "agreement"}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """A process with Readout loaded, which commands are copied from."""
    made = Runs(tmp_path_factory.mktemp("runs"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up project as it is before any attack."""
    return copy_project(tmp_path_factory.mktemp("original") / "project")


@pytest.fixture
def place(original: Path, tmp_path: Path) -> Path:
    """The project that is attacked, alone in a folder of its own."""
    return Path(shutil.copytree(original, tmp_path / "project"))


def what_lies_in(folder: Path) -> dict[str, object]:
    """Every name in a folder, with the bytes of files, and where links lead."""
    found: dict[str, object] = {}
    for above, folders, files in os.walk(folder):  # what is too deep is passed over
        for name in (*folders, *files) if len(above) < 2_000 else ():
            path = Path(above, name)
            if path.is_symlink():
                found[str(path)] = path.readlink()
            else:
                found[str(path)] = _bytes(path)
    return found


def _bytes(path: Path) -> bytes:
    """What a file holds; nothing where it is none, or says that it holds very much."""
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size < 10**7 else b""
    except OSError:
        return b""


@pytest.mark.parametrize(
    "attack", [*contents.ATTACKS, *trees.ATTACKS, *numbers.ATTACKS], ids=lambda attack: attack.name.replace(" ", "-")
)
def test_an_attack_is_so_many_problems_and_no_more(attack: Attack, place: Path, runs: Runs) -> None:
    """In little memory and time, without a traceback, and with nothing outside read or written."""
    attack.prepare(place)
    before = what_lies_in(place.parent) if attack in trees.ATTACKS else {}
    ended = runs.run(place, "check", "--format", "json")
    assert "Traceback" not in ended.stderr
    assert [(found["path"], found["code"]) for found in json.loads(ended.stdout)] == attack.problems, ended.stderr
    assert ended.code == 1
    assert (what_lies_in(place.parent) if before else {}) == before


@pytest.fixture(scope="module")
def besieged(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with all small attacks at once that a register can hold, and some of the others."""
    project = Path(shutil.copytree(original, tmp_path_factory.mktemp("besieged") / "project"))
    small = [attack for attack in contents.YAML if attack.problems[0][0] == PLACES]
    for number, attack in enumerate(small):
        attack.prepare(project)
        file = project / PLACES
        if file.stat().st_size > 200_000:  # what is large has been tried alone, and takes its time each time
            file.unlink()
        else:
            file.rename(file.with_name(f"more-{number}.yaml"))
    named = {attack.name: attack for attack in [*contents.ATTACKS, *trees.ATTACKS]}
    for name in ("a link to a pipe", "words larger than any answer", "half a character in anchors",
                 "a file's name: a line end", "a file's name: no UTF-8", "a file's name: turned around"):  # fmt: skip
        named[name].prepare(project)
    trees.link("sources/articles/otterby-lantern", ".")(project)
    trees.pipe("sources/actors/more.yaml")(project)
    note = "---\na: b\n---\n\n\x1b[2J\u202e::error::owned\n"
    put("sources/articles/quill-courier/2024-05-06-note.md", note)(project)
    return project


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_falls(command: tuple[str, ...], besieged: Path, tmp_path: Path, runs: Runs) -> None:
    """With all attacks at once every command ends as it should, and prints nothing that a terminal obeys."""
    place = Path(shutil.copytree(besieged, tmp_path / "project", symlinks=True, copy_function=copy_what_it_is))
    outside = trees.outside(place)
    before = (what_lies_in(outside), what_lies_in(place / "sources"))
    ended = runs.run(place, *command)
    assert "Traceback" not in ended.stderr
    assert "this is a bug" not in ended.stderr
    assert ended.code == (0 if command[0] in ENDING_WELL else 1), ended.stderr
    assert not set(ended.stdout + ended.stderr) & set(CLEAR)
    assert not [line for line in ended.stdout.splitlines() if "owned" in line and line.startswith("::error::")]
    assert "The secret" not in ended.stdout
    assert (what_lies_in(outside), what_lies_in(place / "sources")) == before


def copy_what_it_is(source: str, target: str) -> str:
    """Copy a file; make a pipe anew."""
    if Path(source).is_fifo():
        trees.pipe(target)(Path("/"))
        return target
    return str(shutil.copy2(source, target))
