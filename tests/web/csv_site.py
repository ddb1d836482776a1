"""A Datasette in a process of its own on one database, with either version of Datasette."""

import csv
import io
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import ROOT

from .processes import are_told, children, memory

DATASETTES = ["0", "1"]


@dataclass
class CsvSite:
    """A running server, and the database that it shows."""

    client: httpx.Client
    database: Path
    process: subprocess.Popen[bytes]
    newer: bool

    @property
    def sql_path(self) -> str:
        """Where SQL is asked."""
        return "/readout/-/query.csv" if self.newer else "/readout.csv"

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        """Fetch an address."""
        return self.client.get(path, params=parameters or None)

    def rows(self, path: str, **parameters: Any) -> list[list[str]]:
        """The lines of a CSV that is there."""
        answer = self.get(path, **parameters)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
        return list(csv.reader(io.StringIO(answer.text, newline="")))

    def asked(self, sql: str, **parameters: Any) -> list[list[str]]:
        """The lines of a CSV of SQL."""
        return self.rows(self.sql_path, sql=sql, **parameters)

    def found(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """What the database itself says."""
        with closing(sqlite3.connect(f"file:{self.database}?immutable=1", uri=True)) as connection:
            return connection.execute(sql, parameters).fetchall()

    def memory(self) -> int:
        """The memory of the server and of the processes that it has started, in bytes."""
        _told()
        return memory(self.process.pid)

    def work(self) -> float:
        """Seconds of a processor that the server and its children have taken."""
        _told()
        total = 0
        for process in (self.process.pid, *children(self.process.pid)):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")

    def open_databases(self) -> int:
        """How often the server has the database open."""
        _told()
        files = Path(f"/proc/{self.process.pid}/fd").iterdir()
        return sum(os.path.realpath(file) == os.path.realpath(self.database) for file in files)


def _told() -> None:
    if not are_told():
        pytest.skip("this system does not tell what a process does")


@contextmanager
def csv_site(which: str, database: Path, metadata: Path | None = None, *settings: str) -> Iterator[CsvSite]:
    """Serve a database; settings are given as on the command line: `--setting`, NAME, VALUE."""
    command = [_python(which), "-m", "datasette", "serve", "--immutable", str(database), *settings]
    if metadata:
        command += ["--metadata", str(metadata), *(["--config", str(metadata)] if which == "1" else [])]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = database.parent / "server.log"
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    with log.open("wb") as errors:
        process = subprocess.Popen([*command, "--port", str(port)], env=surroundings, stdout=errors, stderr=errors)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False)
    try:
        _wait(client, process, log)
        yield CsvSite(client, database, process, which == "1")
    finally:
        client.close()
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _python(which: str) -> str:
    if which == "0":
        return sys.executable
    python = os.environ.get("READOUT_DATASETTE_1")
    if not python:
        pytest.skip("READOUT_DATASETTE_1 does not name a Python with Datasette 1.0")
    return python


def _wait(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(400):
        assert process.poll() is None, log.read_text()
        try:
            client.get("/-/versions.json")
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer: " + log.read_text())
