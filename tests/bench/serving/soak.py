"""Stretches of a soak: who visits meanwhile, what they heard, what the server took; and builds that land."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .asked_for import Addresses
from .crowd import Crowd, Order
from .heard import Heard
from .site import Site, land
from .watch import Seen, Watch, between

#: The first share of a stretch, in which caches fill; then the shares that are compared.
WARMING, SHARE = 0.2, 0.1


@dataclass(frozen=True)
class Stretch:
    """A stretch of time of a soak."""

    name: str
    began: float
    ended: float
    heard: list[Heard]
    seen: list[Seen]

    @property
    def seconds(self) -> float:
        """How long visitors asked."""
        return self.ended - self.began

    def growth(self) -> tuple[int, int, int]:
        """The server's memory after warming up and at the end (medians of a tenth each), and requests between."""
        warm = self.began + WARMING * self.seconds
        first = between(self.seen, warm, warm + SHARE * self.seconds)
        last = between(self.seen, self.ended - SHARE * self.seconds, self.ended)
        asked = sum(warm < one.at < self.ended for one in self.heard)
        return _median(first), _median(last), asked


def stretch(
    name: str, site: Site, crowd: Crowd, watch: Watch, known: Addresses, parties: Mapping[str, int], seconds: float
) -> Stretch:
    """Let parties visit a site for so many seconds."""
    began = time.monotonic()
    ended = began + seconds
    heard = crowd.visit(Order(parties, site.address, known, ended))
    return Stretch(name, began, ended, heard, between(watch.seen, began, time.monotonic()))


@contextmanager
def landing(database: Path, site: Site, every: float) -> Iterator[list[int]]:
    """While this lasts, a new build lands every so many seconds; gives the numbers of those that did."""
    done, landed = threading.Event(), list[int]()

    def go_on() -> None:
        while not done.wait(every):
            land(database, site.database, len(landed) + 1)
            landed.append(len(landed) + 1)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield landed
    finally:
        done.set()
        thread.join()


def _median(seen: list[Seen]) -> int:
    ordered = sorted(one.server for one in seen)
    return ordered[len(ordered) // 2] if ordered else 0
