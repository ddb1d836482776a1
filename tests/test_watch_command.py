"""`readout check --watch`, as a person runs it."""

import os
import shutil
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from readout.watching import Watched
from tests.conftest import Runner, run_all
from tests.kept import ACTORS, LANTERN, WIRE
from tests.made import edit, write
from tests.running import CLEAR, Running, running

Watch = Callable[[], AbstractContextManager[Running]]
#: Every project is one of many files, which are not held in memory.
AS_MANY = "import readout.commands.check as c; c.MANY = c.MANY_WATCHED = 1"


def break_it(project: Path, path: str = LANTERN) -> None:
    """Give a file one problem."""
    edit(project / path, "genre: ReportageNewsArticle", "genre: ReportageNewsArticel")


def mend_it(project: Path, path: str = LANTERN) -> None:
    """Take it out again."""
    edit(project / path, "genre: ReportageNewsArticel", "genre: ReportageNewsArticle")


@pytest.fixture(params=["in memory", "on disk", "not built"])
def watch(request: pytest.FixtureRequest, project: Path) -> Watch:
    """Watches a project of few files, or as if it had many; built before, or not."""
    if request.param == "on disk":
        run_all(project, ["build"])
    return partial(running, project, "check", "--watch", before="" if request.param == "in memory" else AS_MANY)


def listen(project: Path) -> None:
    """Listen until something is told: who listened before was told, too."""
    next(Watched(project, ("sources",)).changes())


def updates(watching: Running) -> int:
    """How often the state of the sources was told."""
    return watching.said.count("Ctrl-C ends this")


def test_a_problem_appears_and_vanishes(project: Path, watch: Watch) -> None:
    """It is shown with its line and carets, counted as new, and gone when it is put right; nothing else is said."""
    with watch() as watching:
        watching.until(lambda: watching.last.startswith("No problems, "))
        break_it(project)
        watching.until(lambda: watching.last.startswith("1 problem (1 new), "))
        assert f"{LANTERN}:11:8: R204 not-in-vocabulary" in watching.said
        assert "^^^^^" in watching.said
        assert "hint: did you mean 'ReportageNewsArticle'" in watching.said
        mend_it(project)
        watching.until(lambda: watching.last.startswith("No problems (1 gone), "))
        assert updates(watching) == 3
        assert "\x1b" not in watching.said
        assert watching.end() == 0
        assert watching.complained == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("broken", [False, True], ids=["clean", "problems"])
def test_it_ends_as_a_check_ends(project: Path, number: int, broken: bool, watch: Watch) -> None:
    """Ctrl-C, or being asked to end: 0 where nothing is wrong, 1 where problems are left; and not a word of it."""
    if broken:
        break_it(project)
    with watch() as watching:
        watching.until(lambda: updates(watching) == 1)
        assert watching.end(number) == int(broken)
        assert watching.complained == ""


def test_nothing_that_happens_ends_it(project: Path, watch: Watch) -> None:
    """Sources taken away, a broken schema, files that are no text, no permissions, folders in place of files."""
    with watch() as watching:

        def until_left(count: int) -> None:
            wanted = f"{count} problem" if count else "No problems"
            watching.until(lambda: watching.last.startswith(wanted))

        until_left(0)
        for path in ("sources", "schema.yaml", "sources/articles/tidewire"):
            kept = project / path
            kept.rename(project / "aside")
            watching.until(lambda: "problem" in watching.last and not watching.last.startswith("No"))
            (project / "aside").rename(kept)
            until_left(0)
        for path, content in ((LANTERN, b"\xff"), (ACTORS, b"{"), ("schema.yaml", b"a: ["), ("views/a.sql", b"\xff")):
            before = (project / path).read_bytes() if (project / path).exists() else None
            (project / path).write_bytes(content)
            until_left(1)
            if before is None:
                (project / path).unlink()
            else:
                (project / path).write_bytes(before)
            until_left(0)
        for path in (LANTERN, "sources/articles/otterby-lantern", "schema.yaml"):
            (project / path).chmod(0)
            until_left(1)
            (project / path).chmod(0o755)
            until_left(0)
        (project / WIRE).unlink()
        (project / WIRE).mkdir()
        watching.until(lambda: "R102" in watching.said.rpartition("No problems")[2])
        shutil.rmtree(project / "build", ignore_errors=True)
        assert watching.end() == 1
        assert watching.complained == ""


def test_a_name_that_is_no_text(project: Path) -> None:
    """A file whose name is not UTF-8 is a problem like others."""
    with running(project, "check", "--watch") as watching:
        watching.until(lambda: updates(watching) == 1)
        odd = os.fsencode(project / "sources" / "claims") + b"/caf\xe9.txt"
        Path(os.fsdecode(odd)).write_text("?")
        write(project / "sources" / "claims" / "odd.txt", "?")
        watching.until(lambda: "odd.txt" in watching.said)
        Path(os.fsdecode(odd)).unlink()
        (project / "sources" / "claims" / "odd.txt").unlink()
        watching.until(lambda: watching.last.startswith("No problems"))
        assert watching.end() == 0


@pytest.mark.parametrize("watch", ["in memory", "on disk"], indirect=True)
def test_what_changes_nothing_is_not_told(project: Path, watch: Watch) -> None:
    """Swap files, a file that is saved as it was, what lies beside the sources: only a change is told."""
    with watch() as watching:
        watching.until(lambda: updates(watching) == 1)
        listen(project)
        write(project / "sources" / ".actors.yaml.swp", "half")
        write(project / ACTORS, (project / ACTORS).read_text(encoding="utf-8"))
        write(project / "notes.md", "mine")
        write(project / "build" / "other.json", "{}")
        listen(project)
        break_it(project)
        watching.until(lambda: watching.last.startswith("1 problem (1 new)"))
        assert updates(watching) == 2
        assert watching.end() == 1


def test_editors_learn_of_new_ids(project: Path) -> None:
    """The schemas for editors are written at the beginning, and again when a register changes."""
    schema = project / "build" / "article.schema.json"
    with running(project, "check", "--watch") as watching:
        watching.until(schema.is_file)
        actors = project / ACTORS
        write(actors, actors.read_text(encoding="utf-8") + "\nben-lark:\n  name: Ben Lark\n  kind: person\n")
        watching.until(lambda: '"ben-lark"' in schema.read_text(encoding="utf-8"))
        assert watching.end() in (0, 1)


@pytest.mark.parametrize("with_it", [["--fix"], ["--fix", "--diff"], ["--quiet"], ["--fresh"]])
def test_wrong_use(run: Runner, with_it: list[str]) -> None:
    """What writes, or says nothing, does not go with watching."""
    ended = run("check", "--watch", *with_it)
    assert (ended.code, ended.stdout) == (2, "")
    assert "leave out" in ended.stderr


def test_there_is_no_project(run: Runner, tmp_path: Path) -> None:
    """Said as without watching."""
    ended = run("check", "--watch", project=tmp_path)
    assert ended.code == 2
    assert "there is no schema.yaml" in ended.stderr


# ── On a terminal


def test_the_screen_shows_what_is_left(project: Path) -> None:
    """It is cleared for each change; the newest problem stands first; Ctrl-C ends it."""
    with running(project, "check", "--watch", size=(40, 100)) as watching:
        watching.until(lambda: watching.last.startswith("No problems"))
        break_it(project)
        watching.until(lambda: watching.last.startswith("1 problem (1 new)"))
        break_it(project, WIRE)
        watching.until(lambda: watching.last.startswith("2 problems (1 new)"))
        assert watching.screen[0].startswith(WIRE)
        assert watching.screen[-1] == watching.last
        assert sum(line.startswith(LANTERN) for line in watching.screen) == 1
        assert watching.said.count(CLEAR) == 3
        mend_it(project)
        mend_it(project, WIRE)
        watching.until(lambda: watching.screen[0].startswith("No problems"))
        assert watching.end() == 0
        assert "Traceback" not in watching.said


@pytest.mark.parametrize("size", [(12, 100), (24, 40), (5, 20), (1, 1)])
def test_the_screen_is_never_too_full(project: Path, size: tuple[int, int]) -> None:
    """Many problems with long lines are cut to the rows that there are, which is said; the last line has the count."""
    height, width = size
    text = (project / LANTERN).read_text(encoding="utf-8")
    write(project / LANTERN, text.replace("medium: ", "mediun: ").replace("evidence: ", "evidense: "))
    with running(project, "check", "--watch", size=size) as watching:
        watching.until(lambda: "Ctrl-C ends this" in watching.last)
        rows = sum(max(1, -(-len(line) // width)) for line in watching.screen)
        assert int(watching.last.split()[0]) > 10
        if height > 10:
            assert rows < height
            assert "… and more; `readout check` shows all" in watching.screen
        break_it(project, WIRE)
        watching.until(lambda: "(1 new)" in watching.last)
        if height > 10:
            assert watching.screen[0].startswith(WIRE)
        assert watching.end() == 1
        assert "Traceback" not in watching.said
