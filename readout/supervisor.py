"""One address, and behind it always a server with one whole build: the old one or the new one.

A server opens its database again and again, for each of its threads. So it gets a copy that nobody
replaces (a hard link: no bytes are copied), and a new build gets a new server, which takes over
once it is ready.
"""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: Seconds that a new server gets to be ready, and an old one to end after it was told to leave.
STARTING, ENDING = 60.0, 40.0
#: Seconds after which an old server is ended by force, though somebody still takes an answer from it: one who takes it
#: a few bytes at a time could keep a server of every build alive.
LINGERING = 1800.0

#: From the folder of a build's copy to the arguments of Datasette.
Arguments = Callable[[Path], list[str]]


@dataclass
class Server:
    """A server's process, the folder with the build that it serves, and when it was told to leave, if it was."""

    process: subprocess.Popen[bytes]
    folder: Path
    left: float = 0.0

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.process.poll() is None


class NotStarted(Exception):
    """A server that ended, or said nothing, before it was ready."""


class Supervisor:
    """Keeps a server on a listening socket, and puts another in its place for each new build."""

    def __init__(self, listening: socket.socket, build: Path, arguments: Arguments, surroundings: Mapping[str, str]):
        self.listening = listening
        self.build = build
        self.arguments = arguments
        self.surroundings = dict(surroundings)
        self.server: Server | None = None
        self._leaving: list[Server] = []
        self._count = 0
        clean(build)

    def serve(self, files: list[Path], more: Mapping[str, str] | None = None) -> None:
        """Serve copies of some files in place of what is served now.

        Raises NotStarted where the new server is not ready in time; the old one then goes on.
        """
        self._count += 1
        folder = self.build / f".serving-{os.getpid()}-{self._count}"
        try:
            new = self._start(copied(files, folder), self.surroundings | dict(more or {}))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        old, self.server = self.server, new
        if old:
            old.process.send_signal(signal.SIGUSR1)
            old.left = time.monotonic()
            self._leaving.append(old)
        self.tend()

    def tend(self) -> None:
        """Take away what servers left that have ended, and end those that take too long."""
        for server in self._leaving:
            if server.is_alive and time.monotonic() > server.left + LINGERING:
                server.process.kill()
                server.process.wait()
        for server in [one for one in self._leaving if not one.is_alive]:
            shutil.rmtree(server.folder, ignore_errors=True)
            self._leaving.remove(server)

    def close(self) -> None:
        """End all servers, by force if they take their time, and take away their copies."""
        servers = [*self._leaving, *([self.server] if self.server else [])]
        for server in servers:
            server.process.terminate()
        for server in servers:
            try:
                server.process.wait(ENDING if server is not self.server else 5)
            except subprocess.TimeoutExpired:
                server.process.kill()
                server.process.wait()
            shutil.rmtree(server.folder, ignore_errors=True)
        self.server, self._leaving = None, []

    def _start(self, folder: Path, surroundings: dict[str, str]) -> Server:
        reading, writing = os.pipe()
        command = [sys.executable, "-m", "readout.worker", str(self.listening.fileno()), str(writing)]
        try:
            process = subprocess.Popen(
                [*command, *self.arguments(folder)], env=surroundings, stdin=subprocess.DEVNULL,
                pass_fds=(self.listening.fileno(), writing),
            )  # fmt: skip
        finally:
            os.close(writing)
        try:
            if select.select([reading], [], [], STARTING)[0] and os.read(reading, 1):
                return Server(process, folder)
        finally:
            os.close(reading)
        process.kill()
        raise NotStarted(f"the server ended with code {process.wait()} before it was ready")


def copied(files: list[Path], folder: Path) -> Path:
    """A folder with the files as they are now, which no later build changes."""
    folder.mkdir(parents=True)
    for file in files:
        try:
            os.link(file, folder / file.name)
        except OSError:  # another file system, or one without links
            shutil.copyfile(file, folder / file.name)
    return folder


def clean(build: Path) -> None:
    """Take away the copies of servers that ended without doing so themselves."""
    for folder in build.glob(".serving-*-*"):
        with suppress(ValueError, ProcessLookupError, PermissionError):
            os.kill(int(folder.name.split("-")[1]), 0)
            continue
        shutil.rmtree(folder, ignore_errors=True)
