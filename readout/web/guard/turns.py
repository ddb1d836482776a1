"""Whose turn it is: only so many requests of a kind are worked on at once, and who has taken little comes first.

A server that works on everything at once is as slow for each visitor as for all of them together. So one who asks for
ten pages at once waits for his own, and others do not.
"""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from readout.web.guard.kinds import Kind

#: What was taken counts half after so many seconds.
HALF = 10.0
#: Who has taken more seconds than this of late is heavy; a reader at a page a second is far from it.
HEAVY = 8.0
#: So many clients are remembered before those are forgotten who count for nothing any more.
KNOWN, NOTHING = 1000, 0.01


class Displaced(Exception):
    """Somebody who has taken less came while there was no room for both."""


def in_turn(app: Any, turns: "Turns", client: str) -> Any:
    """The application, which begins once it is this client's turn, and gives that back when its answer is made.

    Sending may last as long as the other end likes: it keeps nobody waiting.
    """

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        async with turns.turn(client) as end:

            async def send_on(message: Any) -> None:
                if message["type"] == "http.response.start":
                    end()
                await send(message)

            await app(scope, receive, send_on)

    return answer


class Spent:
    """The seconds that each client has taken of late."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._spent: dict[str, tuple[float, float]] = {}

    def of(self, client: str) -> float:
        """The seconds of a client, those long ago counting less."""
        seconds, at = self._spent.get(client, (0.0, 0.0))
        return seconds * math.exp2((at - self._clock()) / HALF)

    def add(self, client: str, seconds: float) -> None:
        """Note what a client has taken just now."""
        if len(self._spent) >= KNOWN:
            self._spent = {one: kept for one, kept in self._spent.items() if self.of(one) > NOTHING}
        self._spent[client] = (self.of(client) + seconds, self._clock())


@dataclass(eq=False)
class Waiting:
    """A request that waits for its turn."""

    client: str
    called: "asyncio.Future[None]"


class Turns:
    """Turns of one kind: so many `at_once`, of which those who are heavy have at most `for_heavy`."""

    def __init__(self, at_once: int, for_heavy: int, spent: Spent) -> None:
        self.at_once, self.for_heavy, self.spent = at_once, for_heavy, spent
        self._working: list[str] = []
        self._waiting: list[Waiting] = []

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[Callable[[], None]]:
        """Wait for a turn, which ends with the block, or before by calling what this gives. Raises Displaced."""
        await self._called(client)
        began, done = time.monotonic(), False

        def end() -> None:
            nonlocal done
            if not done:
                done = True
                self._working.remove(client)
                self.spent.add(client, time.monotonic() - began)
                self._call()

        try:
            yield end
        finally:
            end()

    def displace(self, client: str) -> bool:
        """Send away one who waits and has more requests here than this client will have, or has taken more of late."""
        there = [one for one in self._waiting if not one.called.done()]
        found = max(there, key=lambda one: (self._count(one.client), self.spent.of(one.client)), default=None)
        if found is None:
            return False
        has_more = self._count(found.client) > self._count(client) + 1
        if not has_more and self.spent.of(found.client) <= self.spent.of(client):
            return False
        self._waiting.remove(found)
        found.called.set_exception(Displaced())
        return True

    def _count(self, client: str) -> int:
        return self._working.count(client) + sum(one.client == client for one in self._waiting)

    async def _called(self, client: str) -> None:
        waiting = Waiting(client, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._call()
        try:
            await waiting.called
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            elif not waiting.called.cancelled():  # called, and gone before it heard so
                self._working.remove(client)
                self._call()
            raise

    def _call(self) -> None:
        """Call those whose turn it is: who has fewest turns at the moment, then who has taken least, then who came."""
        self._waiting = [one for one in self._waiting if not one.called.done()]  # who has just left is still among them
        while self._waiting and len(self._working) < self.at_once:
            heavy = sum(self._is_heavy(client) for client in self._working) >= self.for_heavy
            may = [one for one in self._waiting if not (heavy and self._is_heavy(one.client))]
            if not may:
                return
            next_ = min(may, key=lambda one: (self._working.count(one.client), self.spent.of(one.client)))
            self._waiting.remove(next_)
            self._working.append(next_.client)
            next_.called.set_result(None)

    def _is_heavy(self, client: str) -> bool:
        return self.spent.of(client) > HEAVY


def turns() -> dict[Kind, Turns]:
    """The turns of a site; files that are sent row by row have none."""
    return {Kind.PAGE: Turns(4, 2, Spent()), Kind.ASKED: Turns(3, 2, Spent()), Kind.SQL: Turns(3, 2, Spent())}
