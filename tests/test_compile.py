"""Builds and checks by several processes, in flat memory: the same as by one, and what happens when one is gone."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from readout.checked import Checked
from readout.checks import Doubts
from readout.commands.build import build_database
from readout.compile import fresh
from readout.compile.check import check
from readout.compile.wanted import wanted
from readout.pool import Died, in_order
from readout.project import database_of, open_project
from tests.bench.corpus import Order, write_corpus
from tests.conftest import ROOT, run_readout

FOLDERS = sorted(folder for folder in (ROOT / "tests" / "problems").glob("R*") if (folder / "files").is_dir())
#: Of the schema and the SQL: they are told before any source is read.
NOT_OF_SOURCES = ("R60",)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up project of sixty articles."""
    folder = tmp_path_factory.mktemp("made") / "project"
    write_corpus(Order(60), folder, jobs=1)
    return folder


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So small that several processes have something to do with a few articles."""
    sizes = {"REGISTERS": 2, "ARTICLES": 7, "UTTERANCES": 9}
    for name, size in sizes.items():
        monkeypatch.setattr(fresh, name, size)
    monkeypatch.setattr(fresh, "WORTH", dict.fromkeys(sizes.values(), 1))


@pytest.mark.usefixtures("small_chunks")
def test_any_number_of_processes_gives_the_same_bytes(corpus: Path) -> None:
    """One, two or eight."""
    made = set()
    for jobs in (1, 2, 8):
        assert build_database(corpus, fresh=True, jobs=jobs).counts["articles"] == 60
        made.add(database_of(corpus).read_bytes())
    assert len(made) == 1


def checked(project: Path, jobs: int = 1) -> Checked:
    """What a check finds that reads all."""
    return check(wanted(project), jobs, lambda what, done, total: None, fresh=True)


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if not folder.name.startswith(NOT_OF_SOURCES)],
                         ids=lambda folder: folder.name)  # fmt: skip
def test_the_problems_are_those_of_all_files_in_memory(folder: Path, tmp_path: Path) -> None:
    """For every kind of problem, to the last word."""
    project = tmp_path / "project"
    subprocess.run(["cp", "-r", str(ROOT / "tests" / "corpus"), str(project)], check=True)
    for name in ("schema.yaml", "views", "queries"):
        subprocess.run(["cp", "-r", str(ROOT / name), str(project)], check=True)
    subprocess.run(["cp", "-r", f"{folder / 'files'}/.", str(project)], check=True)
    assert checked(project).problems == open_project(project).problems


@pytest.mark.usefixtures("small_chunks")
def test_problems_found_by_several_processes(corpus: Path, tmp_path: Path) -> None:
    """Their order is that of the files, whoever found them."""
    project = tmp_path / "project"
    subprocess.run(["cp", "-r", str(corpus), str(project)], check=True)
    for number, file in enumerate(sorted((project / "sources" / "articles").glob("*/*.md"))):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("story: ", "story: un" if number % 3 else "stroy: ", 1), encoding="utf-8")
    expected = open_project(project).problems
    assert len(expected) > 60
    for jobs in (1, 2):
        assert checked(project, jobs).problems == expected


def double(order: int) -> Callable[[int], int]:
    """A task for the tests: twice a number, but some end the process or fail."""

    def work(given: int) -> int:
        if given == order:
            os.kill(os.getpid(), signal.SIGKILL)
        if given < 0:
            raise ValueError("no such number")
        return 2 * given

    return work


def numbers(count: int) -> Iterator[int]:
    """Some tasks."""
    yield from range(count)


def test_what_comes_of_tasks_comes_in_their_order() -> None:
    """With one process as with three."""
    for jobs in (1, 3):
        assert list(in_order(double, -1, numbers(50), jobs)) == [2 * number for number in range(50)]


def test_a_process_that_is_killed() -> None:
    """Is told in one sentence, and no other is left."""
    with pytest.raises(Died, match="was killed, perhaps because memory ran out"):
        list(in_order(double, 7, numbers(50), 2))
    assert children() == []


def test_a_task_that_fails() -> None:
    """Its own error is raised, and no process is left."""
    with pytest.raises(ValueError, match="no such number"):
        list(in_order(double, -1, [1, 2, -5, *range(50)], 2))
    assert children() == []


def children() -> list[int]:
    """The processes that this one has started and that still run."""
    time.sleep(0.1)
    said = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    commands = {int(number): Path(f"/proc/{number}/cmdline").read_bytes() for number in said.split()}
    return [number for number, command in commands.items() if b"resource_tracker" not in command]  # it stays for all


def broken_off(program: str, corpus: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """A build by a program that lets it break off: the database of before stays, and nothing is left on the way."""
    build_database(corpus, fresh=True)
    before = database_of(corpus).read_bytes()
    program = f"import os, signal\nfrom readout.compile import fresh\nfrom readout.cli import main\n{program}main()\n"
    command = [sys.executable, "-c", program, "--project", str(corpus), "build", "--fresh", *options]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in ended.stderr, ended.stderr
    assert database_of(corpus).read_bytes() == before
    assert not list((corpus / "build").glob(".*.part"))
    return ended


def test_a_build_whose_worker_is_killed_leaves_the_old_database(corpus: Path) -> None:
    """One sentence says so, and nothing is left on the way."""
    program = (
        "fresh.ARTICLES, fresh.WORTH = 7, {10: 1, 7: 1, 200: 1}\n"
        "working = fresh.working\n"
        "def killed(order):\n"
        "    work = working(order)\n"
        "    def do(chunk):\n"
        "        if chunk.shard.name.startswith('000009'):\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return work(chunk)\n"
        "    return do\n"
        "fresh.working = killed\n"
    )
    ended = broken_off(program, corpus, "--jobs", "2")
    said = [line for line in ended.stderr.splitlines() if line.startswith("readout: ")]
    assert (ended.returncode, len(said)) == (2, 1), ended.stderr
    assert "was killed, perhaps because memory ran out; nothing was changed" in said[0]


def test_ctrl_c_leaves_everything_whole(corpus: Path) -> None:
    """The old database, no process and no file on the way."""
    program = (
        "compare = fresh.Fresh.compare\n"
        "fresh.Fresh.compare = lambda *given: (os.kill(os.getpid(), signal.SIGINT), compare(*given))\n"
    )
    assert broken_off(program, corpus).returncode == 130


def test_memory_does_not_grow_with_articles(tmp_path: Path) -> None:
    """Eight times as many articles take no more than half as much again."""
    most = []
    for number in (40, 320):
        folder = tmp_path / str(number)
        write_corpus(Order(number), folder)
        program = (
            "import resource, sys\nfrom pathlib import Path\nfrom readout.commands.build import build_database\n"
            "build_database(Path(sys.argv[1]), jobs=1)\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        command = [sys.executable, "-c", program, str(folder)]
        most.append(int(subprocess.run(command, capture_output=True, check=True, text=True).stdout))
    assert most[1] < 1.5 * most[0], most


def test_the_rows_are_numbered_with_room_between(corpus: Path) -> None:
    """In the order of their ids (see test_incremental for what is put between)."""
    build_database(corpus, fresh=True)
    with closing(sqlite3.connect(database_of(corpus))) as connection:
        rows = connection.execute("SELECT rowid, id FROM quotes ORDER BY id").fetchall()
    assert [number for number, _ in rows] == [1024 * (place + 1) for place in range(len(rows))]


def test_jobs_are_of_a_build_on_this_machine(corpus: Path) -> None:
    """What belongs to a cluster, and what does not, is told apart."""
    for arguments, said in (
        (("--scheduler", "tcp://x:1", "--jobs", "2"), "--fresh and --jobs are of a build on this machine"),
        (("--to", "x"), "--files and --to belong to a build on a cluster"),
        (("--scheduler", "tcp://x:1"), "--scheduler needs --to"),
    ):
        ended = run_readout("build", *arguments, project=corpus)
        assert (ended.code, said in ended.stderr) == (2, True), ended.stderr


@pytest.mark.parametrize("times", [1, 100])
def test_a_file_that_changes_while_it_is_read(corpus: Path, tmp_path: Path, times: int,
                                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Everything is read again; where it goes on so, that is said in one sentence, and nothing is written."""
    project = tmp_path / "project"
    subprocess.run(["cp", "-r", str(corpus), str(project)], check=True)
    build_database(project, jobs=1)
    before = database_of(project).read_bytes()
    register, left = next((project / "sources" / "claims").glob("*.yaml")), iter(range(times))
    doubts = fresh.Fresh._doubts

    def meanwhile(self: fresh.Fresh, store: sqlite3.Connection) -> Doubts:
        if next(left, None) is not None:
            register.write_text(register.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
        return doubts(self, store)

    monkeypatch.setattr(fresh.Fresh, "_doubts", meanwhile)
    if times == 1:
        build_database(project, fresh=True, jobs=1)
        assert run_readout("verify", project=project).code == 0
        return
    for work in (lambda: build_database(project, fresh=True, jobs=1), lambda: checked(project)):
        with pytest.raises(OSError, match="changes again and again while it is read"):
            work()
    assert database_of(project).read_bytes() == before
