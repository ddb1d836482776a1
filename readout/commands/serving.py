"""What `readout serve` does once its database is there: keeps a server on it, and follows new builds."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from readout.commands.say import note
from readout.files import write_if_other
from readout.live import Update
from readout.problem import Faulty
from readout.server import WATCH, WATCH_BUILD
from readout.supervisor import NotStarted, Supervisor

#: Seconds between two looks at the database and at the server.
LOOK = 0.5
#: Seconds to wait before a server that ended by itself is started again; twice as many each time, up to the second.
AGAIN, AGAIN_AT_MOST = 0.5, 30.0
SHOWN = 20

Mark = tuple[int, int, int]


class Served:
    """The server, and, while sources are watched, the file that tells its pages how they are.

    It serves copies of the files, or the first of them, the database, `in_place`.
    """

    def __init__(self, supervisor: Supervisor, files: list[Path], in_place: bool = False) -> None:
        self.supervisor = supervisor
        self.files = files
        self.copied = files[1:] if in_place else files
        self.state = files[0].with_name(f".watch.{os.getpid()}.json")
        self.build = ""

    @property
    def is_up(self) -> bool:
        """Whether a server runs."""
        return self.supervisor.server is not None and self.supervisor.server.is_alive

    @property
    def can_start(self) -> bool:
        """Whether there is something to serve."""
        return all(file.is_file() for file in self.files)

    def start(self, build: str = "") -> None:
        """Serve the build as it is now, in place of what was served; one that is served already stays.

        With the name of a build its pages ask for the next one.
        """
        if build and build == self.build and self.is_up:
            return
        self.build = build
        self.supervisor.serve(self.copied, {WATCH: str(self.state), WATCH_BUILD: build} if build else {})

    def tell(self, update: Update) -> None:
        """Let the open pages know what is wrong in the sources."""
        lines = [str(problem) for problem in update.problems[:SHOWN]]
        write_if_other(self.state, json.dumps({"count": len(update.problems), "problems": lines}))

    def keep(self) -> None:
        """Serve each new build of the database, and start again a server that ended by itself; for good."""
        served, wait = self._mark(), AGAIN
        while True:
            time.sleep(LOOK)
            self.supervisor.tend()
            now = self._mark()
            if self.is_up and now in {served, None}:
                wait = AGAIN
                continue
            try:
                if not self.is_up:
                    note(f"the server ended by itself; it is started again in {wait:g} s")
                    time.sleep(wait)
                    wait = min(2 * wait, AGAIN_AT_MOST)
                self.start()
                served = now
            except (NotStarted, OSError) as error:
                note(f"the build can't be served: {error}")

    def _mark(self) -> Mark | None:
        """What tells one build from another; None while there is none."""
        try:
            found = self.files[0].stat()
        except OSError:
            return None
        return (found.st_ino, found.st_mtime_ns, found.st_size)

    def close(self) -> None:
        """End the server, and take its files away."""
        try:
            self.supervisor.close()
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
