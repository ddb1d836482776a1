"""`kill -9` at any moment: the database and every source file are the old or the new ones, and the next run works.

A command is killed before each of its deeds to files (see forks.py), or before every so many of them:
READOUT_KILL_EVERY=1 tries all, else at most MOST of each command are tried.
"""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from readout.cli import NAMES
from readout.manifest import manifest_of, parse_manifest
from tests.conftest import ROOT, run_all, run_readout
from tests.faults.forks import Forks, forks
from tests.made import HARBOUR, HILL, edit, make_project

#: Points at which each command is killed.
MOST = 8
STRACE = shutil.which("strace")
HARBOUR_FILE = f"sources/articles/harbour-post/{HARBOUR}.md"
HILL_FILE = f"sources/articles/hill-times/{HILL}.md"


def other_source(project: Path) -> None:
    """Change what the database will say."""
    edit(project / "sources/stories.yaml", "title: ", "title: 'Once more:' #")


def other_texts(project: Path) -> None:
    """Change the texts of two articles, so that their anchors are written again."""
    for name in ("harbour.txt", "hill.txt"):
        file = project / "texts" / name
        file.write_text("Corrected.\n" + file.read_text(encoding="utf-8"), encoding="utf-8")


def unformatted(project: Path) -> None:
    """Take three files out of their canonical form."""
    for path in (HARBOUR_FILE, HILL_FILE):
        edit(project / path, "headline: Clock", "headline:    Clock")
    edit(project / "sources/stories.yaml", "title: ", "title:    ")


def misspelt(project: Path) -> None:
    """Make two mistakes that have one right answer each."""
    edit(project / HARBOUR_FILE, "kind: recycled", "kind: recyceld")
    edit(project / HILL_FILE, "distance: distancing", "distance: distansing")


def nothing(project: Path) -> None:
    """Leave a project as it is."""


class Killed(NamedTuple):
    """A command that is killed: what is done to a sound project before, and its arguments."""

    prepare: Callable[[Path], None]
    arguments: tuple[str, ...]
    #: Exit codes with which it may end when it is run again: also 2, where the killed run was done but for its end.
    again: tuple[int, ...] = (0,)


NEW = ("new", "harbour-post", "A clock", "--text", "texts/harbour.txt", "--date", "2025-03-04", "--curator", "ann")
#: A command that writes files is put here; one that writes none among HARMLESS.
COMMANDS = {
    "build": Killed(other_source, ("build",)),
    "anchor": Killed(other_texts, ("anchor", "--texts", "texts")),
    "fmt": Killed(unformatted, ("fmt",)),
    "check": Killed(misspelt, ("check", "--fix")),
    "export": Killed(nothing, ("export", "csv")),
    "new": Killed(nothing, (*NEW, "--language", "en-GB"), (0, 2)),
}
#: It is there or not in between; where it is, it belongs to the database.
DATABASE, MANIFEST = "build/readout.db", "build/manifest.json"
#: .NAME.PROCESS.part, and a folder .NAME.PROCESS
BEGUN = re.compile(r"(?:^|/)\.[^/]+\.[0-9]+(?:\.old/|\.part(?:$|/)|/)")
INPUTS = re.compile(rb'^"(?:inputs|database)": .*$', re.MULTILINE)


@pytest.fixture(scope="module")
def runner() -> Iterator[Forks]:
    """Runs commands in forks."""
    loaded = [f"readout.commands.{name}" for name in COMMANDS if name in NAMES]
    with forks(ROOT, "readout.cli", *loaded, "readout.mend", "edtf") as made:
        yield made


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in canonical form, anchored and built."""
    project = make_project(tmp_path_factory.mktemp("killed") / "project")
    return run_all(project, ["fmt"], ["anchor", "--texts", "texts"], ["build"])


def files(project: Path) -> dict[str, bytes]:
    """All files of a project by path, of the database what it holds.

    Of the manifest not what depends on the package, which may be worked on, or on how the file came to be.
    """
    kept = (project / "build").glob(".store.db*")  # has when files changed
    there = {file for file in project.rglob("*") if file.is_file()} - set(kept)
    found = {file.relative_to(project).as_posix(): file.read_bytes() for file in there}
    if DATABASE in found:
        found[DATABASE] = held(project / DATABASE)
    return {path: INPUTS.sub(b"", content) if path == MANIFEST else content for path, content in found.items()}


def held(database: Path) -> bytes:
    """All rows of a database, which has to be sound."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%STRICT' ORDER BY name").fetchall()
        rows = [(name, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in names]
    return repr([(name, sorted(found, key=repr)) for name, found in rows]).encode()


def unfinished(state: dict[str, bytes]) -> list[str]:
    """The paths of files that were being written, or that lie in a folder that was."""
    return [path for path in state if BEGUN.search(path)]


def assert_whole(now: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Every file is the old one or the new one, byte by byte; the database and its manifest belong together."""
    for path in (before.keys() | after.keys() | now.keys()) - {MANIFEST} - set(unfinished(now)):
        assert now.get(path) in (before.get(path), after.get(path)), path
    if manifest := now.get(MANIFEST):
        assert (manifest, now[DATABASE]) in [(state[MANIFEST], state[DATABASE]) for state in (before, after)]


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_moment(name: str, runner: Forks, sound: Path, tmp_path: Path) -> None:
    """Nothing is half-written, the next run ends as if nothing had been, and leaves nothing unfinished behind."""
    case = COMMANDS[name]
    prepared = shutil.copytree(sound, tmp_path / "prepared")
    case.prepare(prepared)
    before = files(prepared)
    done = shutil.copytree(prepared, tmp_path / "project")
    ended = runner.run(done, *case.arguments)
    assert ended.code == 0, ended.said
    after = files(done)
    assert after != before
    assert ended.deeds >= 4
    every = int(os.environ.get("READOUT_KILL_EVERY", 0)) or -(-ended.deeds // MOST)
    # one after the other at one place, since what is said names files
    for moment in range(1, ended.deeds + 1, every):
        shutil.rmtree(done)
        shutil.copytree(prepared, done)
        assert runner.run(done, *case.arguments, kill=moment).code == -signal.SIGKILL, moment
        assert_whole(files(done), before, after)
        ended_again = runner.run(done, *case.arguments)
        assert ended_again.code in case.again, ended_again.said
        assert files(done) == after, moment


def test_the_database_of_before_is_sound(sound: Path) -> None:
    """What the test above compares with: both it and its manifest are of one build."""
    database = sound / "build" / "readout.db"
    manifest = parse_manifest(manifest_of(database).read_bytes())
    assert manifest.database is not None
    assert manifest.database.sha256 == sha256(database.read_bytes()).hexdigest()
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(("call", "number"), [("pwrite64", 3), ("fsync", 2), ("unlink", 2), ("rename", 2)])
def test_killed_as_the_system_sees_it(call: str, number: int, sound: Path, tmp_path: Path) -> None:
    """A real process, killed at a call of the system, SQLite's own writes among them."""
    if not STRACE or subprocess.run([STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace is not installed, or may not trace here")
    project = shutil.copytree(sound, tmp_path / "project")
    other_source(project)
    before = files(project)
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}"]
    command = [sys.executable, "-m", "readout", "--project", str(project), "build"]
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run([STRACE, "-f", "-qq", "-o", os.devnull, *inject, *command], env=around, check=False)
    assert ended.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
    now = files(project)
    assert run_readout("build", project=project).code == 0
    after = files(project)
    assert unfinished(after) == []
    assert_whole(now, before, after)


def test_what_a_living_process_writes_stays(tmp_path: Path) -> None:
    """Only what nobody holds any more is swept away, and only what is named as an unfinished file."""
    from readout.files import beside, sweep  # noqa: PLC0415

    dead, other = tmp_path / "sources" / ".a.md.999999999.part", tmp_path / "sources" / ".a.md"
    (tmp_path / "sources").mkdir()
    dead.write_text("half", encoding="utf-8")
    other.write_text("somebody's", encoding="utf-8")
    with beside(tmp_path / "sources" / "b.md") as made:
        program = "import sys, pathlib, readout.files\nreadout.files.sweep(pathlib.Path(sys.argv[1]))"
        around = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", program, str(tmp_path)], env=around, check=True)
        assert (dead.exists(), other.exists(), made.path.exists()) == (False, True, True)
    assert not made.path.exists()
    sweep(tmp_path / "nowhere")
