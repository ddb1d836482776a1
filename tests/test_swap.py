"""While visitors read, new builds come: each sees one whole build, and nobody an error."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from readout.supervisor import LINGERING, Server, Supervisor, clean
from tests.conftest import ROOT
from tests.made import make_project
from tests.running import until

READERS, BUILDS = 3, 2
ROWS = 200


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose database is built, with a table in which every row names the build."""
    made = make_project(tmp_path / "project")
    subprocess.run([sys.executable, "-m", "readout", "--project", str(made), "build"], check=True, env=around())
    mark(made, 0)
    return made


def around() -> dict[str, str]:
    """The environment of a command."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def mark(project: Path, build: int) -> None:
    """Put another build in the place of the last, as `readout build` does: written beside and renamed."""
    database = project / "build" / "readout.db"
    beside = database.with_name(".next.db")
    beside.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(beside)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS builds (id INTEGER PRIMARY KEY, build INTEGER)")
        connection.execute("DELETE FROM builds")
        connection.executemany("INSERT INTO builds VALUES (?, ?)", [(row, build) for row in range(ROWS)])
    beside.replace(database)


@pytest.fixture
def served(project: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running command, and its address."""
    command = [sys.executable, "-m", "readout", "--project", str(project), "serve"]
    with subprocess.Popen(command, env=around(), stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        line = next(line for line in process.stdout if "http://" in line)
        yield process, line.split()[3]
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert list((project / "build").glob(".serving-*")) == []


def builds_seen(address: str, client: httpx.Client) -> set[int]:
    """The builds that the rows of one answer come from."""
    answer = client.get(f"{address}readout/builds.json?_shape=array&_size=max")
    assert answer.status_code == 200, answer.text
    rows = answer.json()
    assert len(rows) == ROWS
    return {row["build"] for row in rows}


def test_visitors_see_one_whole_build_while_others_land(
    project: Path, served: tuple[subprocess.Popen[str], str]
) -> None:
    """No error and no mixture for readers with and without a lasting connection; in the end all see the last build."""
    _, address = served
    stop, wrong, seen = threading.Event(), list[str](), set[int]()

    def read(lasting: bool) -> None:
        while not stop.is_set():
            with httpx.Client(timeout=60, trust_env=False) as client:
                for _ in range(20 if lasting else 1):
                    try:
                        found = builds_seen(address, client)
                    except (httpx.HTTPError, AssertionError) as error:
                        wrong.append(repr(error))
                        continue
                    if len(found) != 1:
                        wrong.append(f"a mixture of {found}")
                    seen.update(found)

    readers = [threading.Thread(target=read, args=(number % 2 == 0,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        for build in range(1, BUILDS + 1):
            mark(project, build)
            until(lambda build=build: build in seen)  # type: ignore[misc]
        with httpx.Client(timeout=60, trust_env=False) as client:
            until(lambda: builds_seen(address, client) == {BUILDS})
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert wrong == []
    assert seen == set(range(BUILDS + 1))


def test_a_server_that_dies_is_started_again(project: Path, served: tuple[subprocess.Popen[str], str]) -> None:
    """By itself, at the same address."""
    process, address = served
    before = children(process.pid)
    assert len(before) == 1
    os.kill(before[0], signal.SIGKILL)
    until(lambda: children(process.pid) not in ([], before))

    def answers() -> bool:
        try:
            return httpx.get(address, timeout=30, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    until(answers)


def test_what_visitors_ask_is_written_nowhere(project: Path) -> None:
    """Neither addresses nor questions are on standard output or error."""
    command = [sys.executable, "-m", "readout", "--project", str(project), "serve"]
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    with subprocess.Popen(
        command, env=around(), text=True, start_new_session=True, stdout=pipe, stderr=both
    ) as process:
        assert process.stdout is not None
        address = next(line for line in process.stdout if "Readout is at" in line).split()[3]
        assert httpx.get(f"{address}search?q=harbour", timeout=60, trust_env=False).status_code == 200
        process.send_signal(signal.SIGTERM)
        said = process.stdout.read()
    assert "harbour" not in said and "GET" not in said, said


def children(process: int) -> list[int]:
    """The numbers of a process's children."""
    return [int(number) for number in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_what_a_killed_server_left_is_taken_away(tmp_path: Path) -> None:
    """Copies of servers that are gone, and none of those that run."""
    gone, mine = tmp_path / ".serving-999999999-1", tmp_path / f".serving-{os.getpid()}-1"
    for folder in (gone, mine):
        folder.mkdir()
        (folder / "readout.db").touch()
    clean(tmp_path)
    assert [folder.name for folder in tmp_path.iterdir()] == [mine.name]


def test_a_server_that_gave_way_is_ended_at_last(tmp_path: Path) -> None:
    """By force, and its copy is taken away; one that has just been told to leave stays."""
    supervisor = Supervisor(socket.socket(), tmp_path, lambda folder: [], {})
    leaving = []
    for name, ago in (("long", LINGERING + 1), ("just", 0.0)):
        folder = tmp_path / name
        folder.mkdir()
        process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        leaving.append(Server(process, folder, time.monotonic() - ago))
    supervisor._leaving += leaving
    try:
        supervisor.tend()
        assert [server.is_alive for server in leaving] == [False, True]
        assert [folder.name for folder in tmp_path.iterdir()] == ["just"]
    finally:
        supervisor.listening.close()
        supervisor.close()
