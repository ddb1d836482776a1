"""A server on a free port of this machine, started as `readout serve` starts it, whose memory is watched."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest

from readout.server import datasette_arguments, surroundings
from tests.conftest import ROOT

from .processes import memory

NEWER = os.environ.get("READOUT_DATASETTE_1", "")


class Attacked:
    """A running server: its address, its client, whether it is 1.0, and the most memory that it has had."""

    def __init__(self, process: subprocess.Popen[bytes], address: str, newer: bool, log: Path) -> None:
        self.process, self.address, self.newer, self.log = process, address, newer, log
        self.client = httpx.Client(base_url=address, timeout=30, trust_env=False)
        self.peak, self._done = 0, threading.Event()
        self._watch = threading.Thread(target=self._measure, daemon=True)
        self._watch.start()

    def sql(self, sql: str, form: str = "json", **parameters: str) -> httpx.Response:
        """What the server answers to SQL."""
        return self.client.get(self.sql_path(form), params={"sql": sql, "_shape": "array", **parameters})

    def sql_path(self, form: str = "") -> str:
        """The address to which SQL is given."""
        return ("/readout/-/query" if self.newer else "/readout") + (f".{form}" if form else "")

    def memory(self) -> int:
        """The bytes in memory of the server and of the processes that it has started."""
        return memory(self.process.pid)

    def _measure(self) -> None:
        while not self._done.wait(0.02):
            self.peak = max(self.peak, self.memory())

    def close(self) -> None:
        """Stop it."""
        self._done.set()
        self._watch.join()
        self.client.close()
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        self.process.kill()
        self.process.wait()


@contextmanager
def serving(database: Path, folder: Path, newer: bool, **environment: str) -> Iterator[Attacked]:
    """Serve a database with the repository's metadata; `newer` takes Datasette 1.0, or skips where there is none."""
    if newer and not NEWER:
        pytest.skip("READOUT_DATASETTE_1 does not name a Python with Datasette 1.0")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    number = "1.0" if newer else version("datasette")
    command = datasette_arguments(database, ROOT / "metadata.yml", "127.0.0.1", port, number)
    around = {**surroundings(os.environ, None), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [NEWER if newer else sys.executable, "-m", "datasette", *command],
            env=around,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Attacked(process, f"http://127.0.0.1:{port}", newer, log)
    try:
        _wait(server)
        yield server
    finally:
        server.close()


def _wait(server: Attacked) -> None:
    for _ in range(600):
        assert server.process.poll() is None, server.log.read_text()
        with suppress(httpx.TransportError):
            if server.client.get("/-/versions.json").status_code == 200:
                return
        time.sleep(0.05)
    raise AssertionError("the server does not answer: " + server.log.read_text())


def raw(address: str, request: bytes, seconds: float = 10) -> bytes:
    """What comes back for bytes that no HTTP client would send."""
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=seconds) as connection:
        connection.sendall(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        if b"\r\n\r\n" not in request:
            connection.shutdown(socket.SHUT_WR)
        parts = []
        with suppress(OSError):
            while part := connection.recv(65_536):
                parts.append(part)
    return b"".join(parts)


def told(answer: httpx.Response) -> str:
    """The error in an answer, as JSON or as text."""
    with suppress(json.JSONDecodeError):
        found: Any = answer.json()
        return str(found.get("error", "")) if isinstance(found, dict) else ""
    return answer.text
