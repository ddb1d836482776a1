"""A server on a free port of this machine, started as `readout serve` starts it, on a copy of a database."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.browser.served import free_port
from tests.conftest import ROOT

#: Every row of this table names the build that it is of: an answer with two names is a mixture.
BUILDS, BUILD_ROWS = "builds", 200
STARTING, ENDING = 60, 60


@dataclass(frozen=True)
class Site:
    """A running site: its supervisor's process, its address, its folder and what it wrote into its log."""

    process: subprocess.Popen[bytes]
    address: str
    folder: Path
    log: Path

    @property
    def database(self) -> Path:
        """The database, in whose place each new build is put."""
        return self.folder / "readout.db"

    def faults(self) -> list[str]:
        """The lines of the log that tell of a fault which nobody foresaw; Datasette writes others down as well."""
        said = self.log.read_text(encoding="utf-8", errors="replace")
        return [line for line in said.splitlines() if "Exception in ASGI" in line]

    def left(self) -> list[str]:
        """What is left of it once it has ended: copies of builds."""
        return [path.name for path in self.folder.iterdir() if path.name.startswith((".serving-", ".next"))]


@contextmanager
def running(database: Path, metadata: Path, folder: Path, python: str = sys.executable) -> Iterator[Site]:
    """Serve a copy of a database in a folder, whose server believes this machine who asks; ends with the block.

    `python` may be one with another Datasette.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(metadata, folder / "metadata.yml")
    land(database, folder / "readout.db", 0)
    port = free_port()
    around = {name: value for name, value in os.environ.items() if not name.startswith("READOUT_")}
    around |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "FORWARDED_ALLOW_IPS": "127.0.0.1"}
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [python, "-m", "tests.bench.serving.host", str(folder), str(port)],
            cwd=ROOT, env=around, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    site = Site(process, f"http://127.0.0.1:{port}", folder, log)
    try:
        _wait(site)
        yield site
    finally:
        _end(process)


def land(database: Path, place: Path, build: int) -> None:
    """Put a copy of a database, with the number of a build in it, where it is served from: beside, then renamed."""
    beside = place.with_name(".next.db")
    shutil.copyfile(database, beside)
    with closing(sqlite3.connect(beside)) as connection, connection:
        connection.execute(f"DROP TABLE IF EXISTS {BUILDS}")
        connection.execute(f"CREATE TABLE {BUILDS} (id INTEGER PRIMARY KEY, build INTEGER)")
        connection.executemany(f"INSERT INTO {BUILDS} VALUES (?, ?)", [(row, build) for row in range(BUILD_ROWS)])
    beside.replace(place)


def _wait(site: Site) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        if site.process.poll() is not None:
            break
        with suppress(httpx.TransportError):
            if httpx.get(f"{site.address}/-/versions.json", timeout=30, trust_env=False).status_code == 200:
                return
        time.sleep(0.05)
    raise RuntimeError("the server does not answer: " + site.log.read_text(encoding="utf-8", errors="replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
