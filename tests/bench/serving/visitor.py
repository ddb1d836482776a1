"""One visitor: an address of its own on the network, a connection, chance of its own, and notes of what is heard."""

import asyncio
import time
from collections.abc import Sequence
from random import Random

import httpx

from .asked_for import Addresses
from .heard import REFUSED, Heard

#: In seconds; nobody waits longer for an answer.
WAITING = 60
#: Characters of an address that are kept.
SHOWN = 100
#: The network for measurements; each party has a part of it, so that no two visitors share an address.
NETWORK = "198.18"


class Visitor:
    """Asks a site until its time is over; `number` is its place among the visitors of its party."""

    def __init__(self, party: str, network: int, number: int, address: str, known: Addresses, until: float) -> None:
        self.party, self.known, self.until = party, known, until
        self.chance = Random(f"{party} {number}")
        self.name = f"{NETWORK}.{network}.{number + 1}"
        self.host, _, self.port = address.removeprefix("http://").partition(":")
        self.heard: list[Heard] = []
        self.client = httpx.AsyncClient(
            base_url=address, timeout=WAITING, trust_env=False, verify=False, headers={"X-Forwarded-For": self.name},
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=6),
        )  # fmt: skip

    @property
    def has_time(self) -> bool:
        """Whether there is time for another request."""
        return time.monotonic() < self.until

    def one_of(self, kind: str) -> str:
        """An address of a kind."""
        return self.chance.choice(self.known[kind])

    async def pause(self, seconds: float) -> None:
        """Wait for about so long, never beyond the end."""
        wanted = self.chance.uniform(0.5, 1.5) * seconds
        await asyncio.sleep(max(0.0, min(wanted, self.until - time.monotonic())))

    async def get(self, kind: str, path: str, right: Sequence[int] = (200,)) -> httpx.Response | None:
        """Ask for an address and note what comes; the answer where it is one of the right statuses.

        0 among them says that the connection may be broken off.
        """
        began = time.monotonic()
        try:
            answer = await self.client.get(path)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self.note(kind, began, 0, "" if 0 in right else type(error).__name__, path)
            return None
        status = answer.status_code
        wrong = "" if status in right or status in REFUSED else f"status {status}"
        self.note(kind, began, status, wrong, path)
        return answer if status in right else None

    def note(self, kind: str, began: float, status: int, wrong: str = "", path: str = "") -> None:
        """Note an answer that came just now."""
        took = time.monotonic() - began
        self.heard.append(Heard(self.party, kind, began, took, status, wrong, path[:SHOWN]))
