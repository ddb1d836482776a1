"""The gate: every request passes here, is sorted by what it asks for, and takes a seat or is refused at once."""

import asyncio
import traceback
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from readout.web.guard import malformed, refusals
from readout.web.guard.away import send_away
from readout.web.guard.headers import with_headers
from readout.web.guard.kept import keep_counts
from readout.web.guard.kinds import Asked, Kind, kind_of
from readout.web.guard.lanes import ERRAND, Errand, separate
from readout.web.guard.seats import Seats, client_of, seats
from readout.web.guard.shape import keep_shape
from readout.web.guard.turns import Displaced, Turns, in_turn, turns
from readout.web.watched import is_watched

#: Cells of one answer to SQL: a page is drawn by the server, one cell after another; JSON and CSV cost little.
CELLS_OF_A_PAGE, CELLS = 10_000, 200_000
#: Seconds in which the other end has to take a piece of an answer.
STALLED = 60

_gates: WeakKeyDictionary[Any, "Gate"] = WeakKeyDictionary()


class Gate:
    """The gate of one Datasette; it outlives the applications that Datasette makes of itself."""

    def __init__(self, datasette: Any) -> None:
        self.datasette = datasette
        self.seats: dict[Kind, Seats] = seats()
        self.turns: dict[Kind, Turns] = turns()
        self._tables: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
        self._guarded: WeakSet[Any] = WeakSet()
        separate(datasette)

    async def answer(self, app: Any, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request by the application, or refuse it."""
        path = self._path(scope)
        sent = Sent(with_headers(send, path, kept=not is_watched()))
        asked = Asked(Kind.PAGE, "json" if path.endswith(".json") else "")
        try:
            wrong = malformed.wrong_with(scope, self._reading_only())
            if wrong:
                await refusals.refuse(self.datasette, scope, sent.send, wrong[0], asked.form, wrong[1])
                return
            asked = kind_of(path, (scope.get("query_string") or b"").decode("latin-1"), await self._names())
            await self._seat(app, malformed.without_broken_cookies(scope), receive, sent, asked)
        except TimeoutError:
            return  # the other end does not take the answer
        except Exception:
            traceback.print_exc()
            if not sent.started:
                await refusals.refuse(self.datasette, scope, sent.send, 500, asked.form)

    async def _seat(self, app: Any, scope: Any, receive: Any, sent: "Sent", asked: Asked) -> None:
        """Let a request in if there is a seat for it."""
        seats, turns, client = self.seats[asked.kind], self.turns.get(asked.kind), client_of(scope)
        refused = seats.refused(client)
        if refused == 503 and turns and turns.displace(client):
            refused = seats.take(client)
        if refused:
            await refusals.refuse(self.datasette, scope, sent.send, refused, asked.form)
            return
        errand = Errand(asked.kind, CELLS_OF_A_PAGE if asked.is_page else CELLS)
        before = ERRAND.set(errand)
        try:
            seconds = 0 if asked.form == "csv" else seats.seconds
            app = in_turn(app, turns, client) if turns else app
            if asked.kind is Kind.FILE:
                await app(scope, receive, sent.send)
            elif not await attend(app, scope, receive, sent, errand, seconds) and not sent.started:
                await refusals.refuse(self.datasette, scope, sent.send, 503, asked.form, refusals.LATE)
        except Displaced:
            await refusals.refuse(self.datasette, scope, sent.send, 503, asked.form)
        finally:
            errand.left.set()
            ERRAND.reset(before)
            seats.leave(client)

    def _path(self, scope: Any) -> str:
        base = str(self.datasette.setting("base_url") or "/")
        path = malformed.raw_path(scope).decode("latin-1")
        return "/" + path[len(base) :].lstrip("/") if path.startswith(base) else path

    def _reading_only(self) -> bool:
        """Whether nobody may write here: a database that a watching build changes is not the visitors' to change."""
        databases = (one for one in self.datasette.databases.values() if not one.name.startswith("_"))
        return is_watched() or not any(one.is_mutable and one.path for one in databases)

    async def _names(self) -> set[str]:
        """The names of the tables of our database; from the first time on SQL on it goes away."""
        database = self.datasette.databases["readout"]
        if database not in self._guarded:
            self._guarded.add(database)
            keep_counts(database)
            keep_shape(database)
            send_away(self.datasette, database)
        if database not in self._tables:
            self._tables[database] = set(await database.table_names())
        return self._tables[database]


class Sent:
    """What is sent of an answer: whether it has begun; a piece that nobody takes ends it."""

    def __init__(self, send: Any) -> None:
        self._send, self.started = send, False

    async def send(self, message: Any) -> None:
        """Pass a message on. Raises TimeoutError where the other end does not take it."""
        self.started = True
        async with asyncio.timeout(STALLED):
            await self._send(message)


async def attend(app: Any, scope: Any, receive: Any, sent: Sent, errand: Errand, seconds: float) -> bool:
    """Run the application until it has answered, its time is over, or nobody waits; whether it has answered."""
    gone = asyncio.Event()
    taken = receive if scope["method"] not in malformed.READING else _nothing(gone)
    work = asyncio.create_task(app(scope, taken, sent.send))
    watch = asyncio.create_task(_leaving(receive, gone)) if taken is not receive else None
    try:
        waited = {work} | ({watch} if watch else set())
        await asyncio.wait(waited, timeout=seconds or None, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            await work
        return work.done() or gone.is_set()
    finally:
        errand.left.set()
        for task in (work, watch):
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


def _nothing(gone: asyncio.Event) -> Any:
    """What an application hears of a request without a body: that there is none, and when the other side leaves."""
    heard = False

    async def receive() -> Any:
        nonlocal heard
        if not heard:
            heard = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    return receive


async def _leaving(receive: Any, gone: asyncio.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()


def gate_of(datasette: Any) -> Gate:
    """The gate of a Datasette, made at the first request."""
    if datasette not in _gates:
        _gates[datasette] = Gate(datasette)
    return _gates[datasette]
