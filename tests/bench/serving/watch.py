"""What a site's processes take while they are visited, as Linux tells it: memory, open files, threads."""

import os
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.web.processes import children

#: Seconds between two looks.
LOOK = 0.25


@dataclass(frozen=True)
class Seen:
    """A look at a moment of the machine's clock: bytes in memory, numbers of files, threads and processes."""

    at: float
    server: int
    memory: int
    files: int
    threads: int
    processes: int


class Watch:
    """Looks at a supervisor, its servers and what these started, again and again until it is closed."""

    def __init__(self, supervisor: int) -> None:
        self._supervisor = supervisor
        self.seen: list[Seen] = []
        self.known: set[int] = set()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._done.set()
        self._thread.join()

    def look(self) -> Seen:
        """What there is now; `server` is the memory of the newest server alone."""
        servers = sorted(children(self._supervisor))
        asked = [child for server in servers for child in children(server)]
        every = [self._supervisor, *servers, *asked]
        self.known.update(every)
        return Seen(
            time.monotonic(), _memory(servers[-1]) if servers else 0, sum(map(_memory, every)),
            sum(_count(one, "fd") for one in every), sum(_count(one, "task") for one in every), len(every),
        )  # fmt: skip

    def still_there(self) -> list[int]:
        """Processes that were seen and have not ended."""
        return [one for one in self.known if Path(f"/proc/{one}/stat").exists() and not _is_dead(one)]

    def _look_on(self) -> None:
        while not self._done.wait(LOOK):
            self.seen.append(self.look())


def between(seen: Sequence[Seen], start: float, end: float) -> list[Seen]:
    """The looks of a stretch of time."""
    return [one for one in seen if start <= one.at <= end]


def _memory(process: int) -> int:
    """The bytes that only this process holds in memory; files that it has mapped are not counted."""
    with suppress(OSError, IndexError, ValueError):
        resident, shared = Path(f"/proc/{process}/statm").read_text().split()[1:3]
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _count(process: int, what: str) -> int:
    with suppress(OSError):
        return len(list(Path(f"/proc/{process}/{what}").iterdir()))
    return 0


def _is_dead(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True
