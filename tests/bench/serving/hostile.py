"""Visitors as they come: they ask too much at once, ask what is meant to harm, send nonsense, hold on, or leave."""

import asyncio
import time
from contextlib import suppress
from urllib.parse import urlencode

from tests.web.attacks import ENDLESS, LARGE, LATE, REFUSED, WIDE
from tests.web.odd_requests import ADDRESSES, BYTES

from .visitor import WAITING, Visitor

SLOW = f"WITH RECURSIVE {ENDLESS} SELECT count(*) FROM (SELECT n FROM c LIMIT 3000000)"
ATTACKS = [*LARGE.values(), *LATE.values(), *WIDE.values(), *REFUSED.values()]
FORMS = (".json", ".json", "", ".csv")
#: What an attack may be answered by; a fault it may not.
ANSWERED = (200, 302, 400, 403, 404, 405, 413, 414, 431)
PARALLEL, HELD, HOLDING = 10, 20, 3.0
#: Seconds that even those who mean harm let pass after a refusal; who does not is a flood, which is nginx's to stop.
AGAIN = 0.2
#: Pages of many bytes or much work, that somebody asks for and does not wait for.
HEAVY = (
    "/readout/quotes.csv",
    "/readout/coverage.csv?_labels=on",
    "/readout/claim_matrix.json?_size=max",
    "/sitemap.xml",
)


async def impolite(visitor: Visitor) -> None:
    """Asks ten slow questions at once, again and again."""
    path = "/readout.json?" + urlencode({"sql": SLOW})

    async def ask() -> None:
        while visitor.has_time:
            if await visitor.get("ten at once", path, ANSWERED) is None:
                await visitor.pause(AGAIN)

    await asyncio.gather(*(ask() for _ in range(PARALLEL)))


async def grabber(visitor: Visitor) -> None:
    """Takes stories as fast as they come, ten at once: a crawler without manners."""

    async def ask() -> None:
        while visitor.has_time:
            if await visitor.get("pages at once", visitor.one_of("story"), ANSWERED) is None:
                await visitor.pause(AGAIN)

    await asyncio.gather(*(ask() for _ in range(PARALLEL)))


async def attacker(visitor: Visitor) -> None:
    """Tries every attack by SQL that the tests know, in every form, and as a filter."""
    while visitor.has_time:
        sql = visitor.chance.choice(ATTACKS)
        form = visitor.chance.choice(FORMS)
        if visitor.chance.random() < 0.2:
            path = f"/readout/articles{form}?" + urlencode({"_where": f"({sql})"})
        else:
            path = f"/readout{form}?" + urlencode({"sql": sql})
        right = (*ANSWERED, 0) if form == ".csv" else ANSWERED  # a CSV that can't be whole is broken off
        answer = await visitor.get("attack by SQL", path, right)
        await visitor.pause(AGAIN if answer is None else 0.05)


async def odd(visitor: Visitor) -> None:
    """Sends addresses and bytes that no browser sends."""
    requests = [f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode() for path in ADDRESSES] + list(BYTES.values())
    while visitor.has_time:
        await _raw(visitor, "nonsense", visitor.chance.choice(requests))
        await visitor.pause(AGAIN)


async def holder(visitor: Visitor) -> None:
    """Opens many connections, sends half a request on each, and holds them."""
    while visitor.has_time:
        began, held = time.monotonic(), []
        for _ in range(HELD):
            with suppress(OSError):
                _, writer = await asyncio.open_connection(visitor.host, int(visitor.port))
                writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nX-Half: ")
                held.append(writer)
        await visitor.pause(HOLDING)
        for writer in held:
            writer.transport.abort()
        visitor.note("held connections", began, 200 if len(held) == HELD else 0)


async def leaver(visitor: Visitor) -> None:
    """Asks for much, and leaves in the middle."""
    slow = "/readout.json?" + urlencode({"sql": SLOW})
    while visitor.has_time:
        path = visitor.chance.choice((*HEAVY, slow, visitor.one_of("story")))
        began = time.monotonic()
        with suppress(OSError):
            streams = await asyncio.open_connection(visitor.host, int(visitor.port))
            streams[1].write(f"GET {path} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {visitor.name}\r\n\r\n".encode())
            await visitor.pause(0.2)
            with suppress(TimeoutError):
                await asyncio.wait_for(streams[0].read(100_000), 0.3)
            streams[1].transport.abort()
        visitor.note("left in the middle", began, 200)
        await visitor.pause(AGAIN)


async def _raw(visitor: Visitor, kind: str, request: bytes) -> None:
    began, answer = time.monotonic(), b""
    named = f"\r\nConnection: close\r\nX-Forwarded-For: {visitor.name}\r\n".encode()
    with suppress(OSError):
        coming, going = await asyncio.open_connection(visitor.host, int(visitor.port))
        try:
            going.write(request.replace(b"\r\n", named, 1))
            if b"\r\n\r\n" not in request:
                going.write_eof()
            answer = await asyncio.wait_for(coming.read(12), WAITING)
            while await asyncio.wait_for(coming.read(65_536), WAITING):
                pass
        except TimeoutError:
            visitor.note(kind, began, 0, "no answer", repr(request))
            return
        finally:
            going.transport.abort()
    status = int(answer[9:12]) if answer[9:12].isdigit() else 200  # closed without a word is an answer, too
    visitor.note(kind, began, status, "status 500" if status == 500 else "", repr(request))
