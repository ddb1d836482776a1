"""Visitors of several parties at once, in processes of their own, so that none slows down what another hears."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context

from .asked_for import Addresses
from .heard import Heard
from .honest import asker, crawler, downloader, program, reader
from .hostile import attacker, grabber, holder, impolite, leaver, odd
from .visitor import Visitor

Party = Callable[[Visitor], Awaitable[None]]
PARTIES: dict[str, Party] = {
    "reader": reader, "asker": asker, "program": program, "downloader": downloader, "crawler": crawler,
    "impolite": impolite, "grabber": grabber, "attacker": attacker, "odd": odd, "holder": holder, "leaver": leaver,
}  # fmt: skip
HONEST = ("reader", "asker", "program", "downloader", "crawler")
#: Parties that share a process, and how much it gives way to others: the readers' own clock should be right.
PROCESSES = ((("reader", "asker"), 0), (("program", "downloader", "crawler"), 5),
             (("impolite", "grabber", "attacker", "odd", "holder", "leaver"), 5))  # fmt: skip


#: Seconds that those who mean harm still wait for an answer when their time is over.
LEAVING = 5.0


@dataclass(frozen=True)
class Order:
    """How many visitors of which parties ask which site, and until when by the machine's clock."""

    parties: Mapping[str, int]
    address: str
    known: Addresses
    until: float


class Crowd:
    """Processes in which visitors can be let loose, once and again."""

    def __init__(self, pools: list[ProcessPoolExecutor]) -> None:
        self._pools = pools

    def visit(self, order: Order) -> list[Heard]:
        """Let the visitors ask until their time is over; returns all that they heard, in order of time."""
        asked: list[Future[list[Heard]]] = []
        for pool, (parties, give_way) in zip(self._pools, PROCESSES, strict=True):
            mine = {party: order.parties[party] for party in parties if order.parties.get(party)}
            if mine:
                asked.append(pool.submit(_visit, Order(mine, order.address, order.known, order.until), give_way))
        return sorted((one for future in asked for one in future.result()), key=lambda one: one.at)


@contextmanager
def crowd() -> Iterator[Crowd]:
    """A crowd, whose processes end with the block."""
    pools = [ProcessPoolExecutor(1, mp_context=get_context("spawn")) for _ in PROCESSES]
    try:
        yield Crowd(pools)
    finally:
        for pool in pools:
            pool.shutdown(cancel_futures=True)


def _visit(order: Order, give_way: int) -> list[Heard]:
    if hasattr(os, "nice") and os.nice(0) < give_way:
        os.nice(give_way)
    return asyncio.run(_all(order))


async def _all(order: Order) -> list[Heard]:
    visitors = [
        Visitor(party, list(PARTIES).index(party), number, order.address, order.known, order.until)
        for party, count in order.parties.items()
        for number in range(count)
    ]
    try:
        await asyncio.gather(*map(_go, visitors))
    finally:
        for visitor in visitors:
            await visitor.client.aclose()
    return [heard for visitor in visitors for heard in visitor.heard]


async def _go(visitor: Visitor) -> None:
    """Let a visitor ask. The honest wait for their last answer; others leave once their time is over."""
    if visitor.party in HONEST:
        await PARTIES[visitor.party](visitor)
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(visitor.until - time.monotonic() + LEAVING):
            await PARTIES[visitor.party](visitor)
