"""`readout check` of many files: what has changed since the last build, with what rests on it, is read and no more."""

import os
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from readout.cli import cli
from readout.commands import check as check_command
from readout.commands.check import check_project
from readout.compile import again
from readout.compile import check as checking
from readout.on_disk import Checking
from readout.project import database_of
from readout.store.store import store_of
from tests.conftest import run_all
from tests.made import edit, make_project
from tests.rules import AT_HARBOUR, AT_VALLEY

AGAIN = r"{} of 15 files read, the others as they were at the last build: {} \(\d+\.\d\d s\)\n"
ALL = r"15 files checked, {} \(\d+\.\d\d s\)\n"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project as if it had many files, anchored and built."""
    monkeypatch.setattr(check_command, "MANY", 1)
    return run_all(make_project(tmp_path / "project"), ["anchor", "--texts", "texts"], ["build"])


def said(project: Path, *options: str) -> tuple[int, str, str]:
    """The exit code of a check, its problems, and what it says of itself, without a way out."""
    ended = CliRunner().invoke(cli, ["--project", str(project), "check", *options])
    told = "".join(line for line in ended.stderr.splitlines(keepends=True) if not line.startswith("`readout"))
    return ended.exit_code, ended.stdout, told


def test_what_has_changed_is_read(built: Path) -> None:
    """Nothing, one article, and what rests on a record; the build's files stay as they are."""
    kept = [database_of(built), store_of(database_of(built))]
    before = [(file.stat().st_mtime_ns, file.read_bytes()) for file in kept]
    code, problems, told = said(built)
    assert (code, problems) == (0, "")
    assert re.fullmatch(AGAIN.format("0 units", "0 problems"), told)
    edit(built / AT_HARBOUR, "status: draft", "status: drat")
    code, problems, told = said(built)
    assert code == 1
    assert f"{AT_HARBOUR}:10:9: R204 not-in-vocabulary" in problems
    assert re.fullmatch(AGAIN.format("[1-6] units?", "1 problem"), told)
    edit(built / AT_HARBOUR, "status: drat", "status: draft")
    edit(built / "sources" / "claims.yaml", "bell: {", "bells: {")
    code, problems, told = said(built)
    assert (code, "no claim 'bell'" in problems) == (1, True)
    assert re.fullmatch(AGAIN.format("[2-9] units", "[2-9] problems"), told)
    assert [(file.stat().st_mtime_ns, file.read_bytes()) for file in kept] == before
    assert not [*kept[0].parent.glob("*-journal")]


def test_all_is_read_where_it_has_to_be(built: Path) -> None:
    """When asked to, after a change of the schema, which is said, and where there is no build to go on with."""
    code, _, told = said(built, "--fresh")
    assert (code, bool(re.fullmatch(ALL.format("0 problems"), told))) == (0, True)
    with (built / "schema.yaml").open("a", encoding="utf-8") as file:
        file.write("# another line\n")
    code, _, told = said(built)
    assert code == 0
    why = "the schema, the SQL or Readout is another than at the last build: all is read\n"
    assert re.fullmatch(why + ALL.format("0 problems"), told)
    store_of(database_of(built)).unlink()
    code, _, told = said(built)
    assert (code, bool(re.fullmatch(ALL.format("0 problems"), told))) == (0, True)


def test_sql_that_is_wrong_is_a_problem_as_well(built: Path) -> None:
    """Though no source has changed."""
    (built / "queries" / "odd.sql").write_bytes(b"\xff")
    code, problems, _ = said(built)
    assert (code, "queries/odd.sql:1:1: R101" in problems) == (1, True)


def test_a_store_that_is_broken_is_not_believed(built: Path) -> None:
    """All is read, and it is said why."""
    store = store_of(database_of(built))
    store.write_bytes(store.read_bytes()[: store.stat().st_size // 2])
    code, _, told = said(built)
    assert code == 0
    assert re.fullmatch(r"SQLite could not go on .*: all is read\n" + ALL.format("0 problems"), told)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_where_nothing_may_be_written(built: Path) -> None:
    """A check still tells what is wrong."""
    store = store_of(database_of(built))
    for path in (store, store.parent):
        path.chmod(stat.S_IREAD | stat.S_IEXEC)
    try:
        assert said(built)[0] == 0
    finally:
        store.parent.chmod(0o755)


def test_a_build_at_the_same_time(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one writes, a check waits a while, and then reads all itself."""
    monkeypatch.setattr(checking, "BUSY", 0.1)
    with closing(sqlite3.connect(store_of(database_of(built)), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        code, _, told = said(built)
    assert code == 0
    assert told.startswith("SQLite could not go on with the last build (database is locked): all is read\n")


def test_a_file_that_changes_while_it_is_read(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is read again; what is told is about what it holds now."""
    look, times = again.look, iter(range(1))

    def meanwhile(*given: object) -> object:
        found = look(*given)  # type: ignore[arg-type]
        if next(times, None) is not None:
            edit(built / AT_VALLEY, "status: draft", "status: drat")
        return found

    edit(built / AT_VALLEY, "genre: Rep", "gnere: Rep")
    monkeypatch.setattr(checking, "look", meanwhile)
    code, problems, _ = said(built)
    assert (code, "gnere" in problems, "'drat'" in problems) == (1, True, True)


def test_a_watch_looks_at_what_is_otherwise(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At all once, then at what changed since the last build, and at all again where somebody has built."""
    look, looked = again.look, list[object]()

    def at(*given: object) -> object:
        looked.append(given[5])
        return look(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "look", at)
    work = Checking(lambda since: check_project(built, None, since=since))
    assert (work.run().problems, looked.pop()) == ([], None)
    work.note(["sources"])
    assert (work.run().problems, looked.pop()) == ([], {"sources"})
    edit(built / AT_HARBOUR, "status: draft", "status: drat")
    work.note([AT_HARBOUR])
    assert ([one.code for one in work.run().problems], looked.pop()) == (["R204"], {AT_HARBOUR})
    edit(built / AT_VALLEY, "Clock and bell.", "Bell and clock.")
    work.note([AT_VALLEY])
    assert ([one.code for one in work.run().problems], looked.pop()) == (["R204"], {AT_HARBOUR, AT_VALLEY})
    edit(built / AT_HARBOUR, "status: drat", "status: draft")
    run_all(built, ["build"])
    edit(built / AT_VALLEY, "status: draft", "status: drat")
    assert ([one.place.path for one in work.run().problems], looked.pop()) == ([AT_VALLEY], None)
