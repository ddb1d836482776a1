"""A Datasette that is started again with each build, while `readout serve --watch` runs."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from readout.files import write_if_other
from readout.live import Update
from readout.problem import Faulty
from readout.server import WATCH, WATCH_BUILD

#: Seconds that a server gets to answer what it was asked before it is ended by force.
PATIENCE = 5
SHOWN = 20


class Served:
    """The server's process, and the file that tells its pages how the sources are."""

    def __init__(self, command: list[str], surroundings: dict[str, str], state: Path) -> None:
        self.command = command
        self.surroundings = surroundings
        self.state = state
        self.process: subprocess.Popen[bytes] | None = None
        self.build = ""

    def start(self, build: str) -> None:
        """Serve the database as it is now, in place of what was served; a build that is served already stays."""
        if self.process and self.process.poll() is None and build == self.build:
            return
        self.stop()
        self.build = build
        surroundings = self.surroundings | {WATCH: str(self.state), WATCH_BUILD: build}
        self.process = subprocess.Popen(self.command, env=surroundings, stdin=subprocess.DEVNULL)

    def stop(self) -> None:
        """End the server, by force if it takes its time."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def tell(self, update: Update) -> None:
        """Let the open pages know what is wrong in the sources."""
        lines = [str(problem) for problem in update.problems[:SHOWN]]
        write_if_other(self.state, json.dumps({"count": len(update.problems), "problems": lines}))

    def close(self) -> None:
        """End the server, and take its file away."""
        try:
            self.stop()
        finally:
            self.state.unlink(missing_ok=True)


def built(update: Update, build: Callable[[], None]) -> Update:
    """Build where nothing is wrong; returns the update with what the build itself found (SQL that fails)."""
    if update.problems:
        return update
    try:
        build()
    except Faulty as fault:
        return Update(fault.problems, len(fault.problems), update.gone, update.checked, update.seconds)
    return update


def state_file(database: Path) -> Path:
    """Where the state is kept: beside the database, hidden, for this process alone."""
    return database.with_name(f".watch.{os.getpid()}.json")
