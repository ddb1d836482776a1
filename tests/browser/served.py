"""A server of a project's own, on a free port of this machine, stopped by its process."""

import os
import shutil
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

from tests.conftest import ROOT


@dataclass
class Served:
    """A running server: its address, and the database that it shows."""

    address: str
    database: Path

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows that a statement finds in the database."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, parameters).fetchall()

    def value(self, sql: str, *parameters: Any) -> Any:
        """The one value that a statement finds."""
        return self.rows(sql, *parameters)[0][0]


def copy_of(sources: Path, folder: Path) -> Path:
    """A project with these sources and the repository's schema, views and saved queries."""
    shutil.copytree(sources, folder / "sources")
    shutil.copy(ROOT / "schema.yaml", folder)
    for name in ("views", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(sources: Path, folder: Path) -> Iterator[Served]:
    """Build a project in a folder, serve it as `readout serve` does, and stop the server at the end."""
    project = copy_of(sources, folder)
    address = f"http://127.0.0.1:{(port := free_port())}"
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("READOUT_TEXTS")}
    surroundings |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "readout", "--project", str(project), "serve", "--port", str(port)]
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, env=surroundings, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(process, address, log)
        yield Served(address, project / "build" / "readout.db")
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            httpx.get(address + "/-/versions.json", trust_env=False).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer: " + log.read_text(encoding="utf-8"))
