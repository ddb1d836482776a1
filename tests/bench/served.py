"""What a server costs: how soon it answers for the first time, and how soon a save is in the database."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

from datasette.version import __version__ as datasette_version

from readout.inspected import write_inspected
from readout.manifest import manifest_of
from readout.server import datasette_arguments, free_port

from .costs import Cost, python, readout
from .made.contract import ROOT

HOST = "127.0.0.1"
#: Seconds: the longest wait for an answer or for rows, and between two looks, which take a processor's time too.
PATIENCE, LOOK = 1200.0, 0.002
#: Seconds after a save in which what comes of it is over: the manifest is written, and a server of the new build is up.
AFTER = 4
#: What a save changes, as it stands in the database afterwards.
SUMMARY = "Summary number {}."


def first_answer(project: Path, with_database: bool) -> Cost:
    """From the start of Datasette, with Readout's arguments, to its first answer; or without the database."""
    port = free_port(HOST)
    database, metadata = project / "build" / "readout.db", project / "metadata.yml"
    begun = time.perf_counter()
    with TemporaryDirectory() as folder:
        counts = write_inspected(database, Path(folder), manifest_of(database)) if with_database else None
        arguments = datasette_arguments(database, metadata, HOST, port, datasette_version, counts=counts)
        if not with_database:
            at = arguments.index("--immutable")
            del arguments[at : at + 2]
        with _running(python("-m", "datasette", *arguments)) as process:
            _await_answer(process, port)
            wall = time.perf_counter() - begun
    return Cost(wall, 0)


def until_committed(project: Path, saves: int) -> list[float]:
    """Seconds from each of some saves of an article until a reader finds it in the database, while it is watched."""
    articles = sorted(file for file in project.glob("sources/articles/*/*.md") if file.name.count(".") == 1)
    article = articles[len(articles) // 2]
    before, port, found = article.read_bytes(), free_port(HOST), []
    with _running(readout(project, "serve", "--watch", "--port", str(port))) as process:
        _await_answer(process, port)
        try:
            for number in range(saves):
                summary = SUMMARY.format(number)
                after = _with_summary(before, summary)
                time.sleep(AFTER)
                article.write_bytes(after)
                found.append(_await_row(project, article.stem, summary, process))
        finally:
            article.write_bytes(before)
    return found


def _with_summary(content: bytes, summary: str) -> bytes:
    """An article with another summary, which stands before the first empty line."""
    head, parted, rest = content.partition(b"\nsummary: ")
    _, _, rest = rest.partition(b"\n\n")
    assert parted
    return head + parted + summary.encode() + b"\n\n" + rest


def _await_row(project: Path, article: str, summary: str, process: "subprocess.Popen[bytes]") -> float:
    """Seconds until the database has an article's new summary.

    The database stays open while it is the same file: whoever opens one with hundreds of tables keeps a processor busy,
    and the writer waiting.
    """
    begun, database = time.perf_counter(), project / "build" / "readout.db"

    def is_waiting() -> bool:
        return time.perf_counter() - begun < PATIENCE and process.poll() is None

    while is_waiting():
        with suppress(OSError, sqlite3.OperationalError):  # it is being put in its place
            node = database.stat().st_ino
            with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
                while is_waiting() and database.stat().st_ino == node:
                    row = connection.execute("SELECT summary FROM articles WHERE id = ?", (article,)).fetchone()
                    if row == (summary,):
                        return time.perf_counter() - begun
                    time.sleep(LOOK)
        time.sleep(LOOK)
    raise RuntimeError(f"{article} was saved, and is not in the database")


def _await_answer(process: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with closing(HTTPConnection(HOST, port, timeout=60)) as connection:
            try:
                connection.request("GET", "/-/versions.json")
                if connection.getresponse().status == 200:
                    return
            except (OSError, HTTPException):
                time.sleep(LOOK)
    raise RuntimeError("the server does not answer")


@contextmanager
def _running(command: list[str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A process from its start until it is told to end."""
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"NO_COLOR": "1"}
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
