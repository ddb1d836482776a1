"""Whose turn it is: who asks little is not kept waiting by who asks much, and nobody waits for nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress

import pytest

from readout.web.guard.turns import HALF, HEAVY, Displaced, Spent, Turns, in_turn


class Clock:
    """A clock that stands still until it is set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """Turns at which requests work until they are told to end; `served` has the clients in the order of their turns."""

    def __init__(self, at_once: int = 1, for_heavy: int = 1) -> None:
        self.clock = Clock()
        self.spent = Spent(self.clock)
        self.turns = Turns(at_once, for_heavy, self.spent)
        self.served: list[str] = []
        self.ends: list[asyncio.Event] = []

    async def ask(self, client: str) -> "asyncio.Task[None]":
        """Ask as a client; its turn has come, or it waits, when this returns."""

        async def work() -> None:
            async with self.turns.turn(client):
                self.served.append(client)
                self.ends.append(asyncio.Event())
                await self.ends[-1].wait()

        task = asyncio.create_task(work())
        await settle()
        return task

    async def end(self, at: int) -> None:
        """Let the request that had its turn in this place end."""
        self.ends[at].set()
        await settle()


async def settle() -> None:
    """Let all tasks go on as far as they can."""
    for _ in range(10):
        await asyncio.sleep(0)


def played(play: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run a play to its end, and stop what is still going on."""
    asyncio.run(play())


def test_others_come_between_the_many_of_one() -> None:
    """One who asks for four at once gets one turn; the next is another's, who came last."""

    async def play() -> None:
        desk = Desk(at_once=2)
        for client in ("greedy", "greedy", "greedy", "greedy", "reader"):
            await desk.ask(client)
        assert desk.served == ["greedy", "greedy"]
        await desk.end(0)
        assert desk.served == ["greedy", "greedy", "reader"]

    played(play)


def test_who_has_taken_least_comes_first() -> None:
    """Of those who have no turn at the moment; what was taken long ago counts little."""

    async def play() -> None:
        desk = Desk()
        await desk.ask("first")
        desk.spent.add("much", 5)
        desk.spent.add("little", 1)
        for client in ("much", "little", "none"):
            await desk.ask(client)
        for at in range(3):
            await desk.end(at)
        assert desk.served == ["first", "none", "little", "much"]
        desk.clock.now += HALF
        assert desk.spent.of("much") == pytest.approx(2.5, abs=0.1)

    played(play)


def test_those_who_take_much_leave_a_turn_to_others() -> None:
    """Even where nobody else waits, so that who comes next does not wait for them."""

    async def play() -> None:
        desk = Desk(at_once=2, for_heavy=1)
        desk.spent.add("one", HEAVY + 1)
        desk.spent.add("other", HEAVY + 1)
        for client in ("one", "other", "reader"):
            await desk.ask(client)
        assert desk.served == ["one", "reader"]
        await desk.end(0)
        assert desk.served == ["one", "reader", "other"]

    played(play)


def test_who_leaves_while_waiting_takes_no_turn() -> None:
    """Nor does one keep it who leaves just when called."""

    async def play() -> None:
        desk = Desk()
        await desk.ask("first")
        leaving, staying = await desk.ask("leaving"), await desk.ask("staying")
        leaving.cancel()
        await settle()
        await desk.end(0)
        assert desk.served == ["first", "staying"]
        called = await desk.ask("called")
        desk.ends[1].set()
        await asyncio.wait([staying])
        called.cancel()
        with suppress(asyncio.CancelledError):
            await called
        await desk.ask("last")
        assert desk.served[-1] == "last"

    played(play)


def test_who_asks_little_takes_the_place_of_who_asks_much() -> None:
    """One of those who wait is sent away: of the client with most requests; nobody for one who has as many."""

    async def play() -> None:
        desk = Desk()
        tasks = [await desk.ask(client) for client in ("greedy", "greedy", "greedy", "other")]
        assert desk.turns.displace("reader")
        await settle()
        sent_away = [task for task in tasks if task.done()]
        assert len(sent_away) == 1
        assert isinstance(sent_away[0].exception(), Displaced)
        assert sent_away[0] is not tasks[3]
        assert not desk.turns.displace("greedy")

    played(play)


def test_a_turn_ends_when_the_answer_begins() -> None:
    """Who takes an answer slowly keeps nobody waiting."""

    async def play() -> None:
        desk, slow = Desk(), asyncio.Event()

        async def app(scope: object, receive: object, send: Callable[[dict[str, str]], Awaitable[None]]) -> None:
            await send({"type": "http.response.start"})
            await send({"type": "http.response.body"})

        async def send(message: dict[str, str]) -> None:
            if message["type"] == "http.response.body":
                await slow.wait()

        task = asyncio.create_task(in_turn(app, desk.turns, "slow")({}, None, send))
        await settle()
        assert not task.done()
        await desk.ask("next")
        assert desk.served == ["next"]
        slow.set()
        await task

    played(play)


def test_few_clients_are_remembered() -> None:
    """Those who count for nothing any more are forgotten."""
    clock = Clock()
    spent = Spent(clock)
    for number in range(10_000):
        clock.now += 1
        spent.add(f"client {number}", 0.5)
    assert len(spent._spent) <= 1000
