"""The answer with a CSV: whole, or broken off in a way that the program at the other end notices.

What is wrong is said with a status before the first row where it can be known then. What goes wrong later
ends the rows with a line that says INCOMPLETE, and the connection without the end that HTTP asks for.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from datasette import Response

from readout.web.csv.asked import Refused
from readout.web.csv.rows import Piece, Rows

#: So many pieces are made at once, whoever asks; Datasette's own threads stay free for the pages.
THREADS = ThreadPoolExecutor(2, thread_name_prefix="csv")
#: Seconds in which the other end has to take a piece.
STALLED = 60.0

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Csv:
    """What a Datasette view gives back: it sends itself."""

    def __init__(self, request: Any, rows: Rows, headers: Mapping[str, str]) -> None:
        self._request, self._rows, self.headers = request, rows, dict(headers)
        self._head_only = request.method == "HEAD"

    async def first(self, must_be: bool) -> Piece:
        """The first piece. Raises Refused where it can't be had, or `must_be` and there is no row."""
        try:
            piece = await self._piece()
            if piece.failed:
                raise Refused(400, f"There is no CSV of this: {piece.failed}.")
            if must_be and piece.done and not self._rows.count:
                raise Refused(404, "There is no such row.")
        except BaseException:
            self.close()
            raise
        self._first = piece
        return piece

    async def asgi_send(self, send: Send) -> None:
        """Send the file piece by piece, as fast as the other end takes it, and stop when that leaves."""
        watch = asyncio.create_task(self._watch())
        try:
            piece = self._first
            if piece.done:
                self.headers["content-length"] = str(len(piece.content))
            headers = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.headers.items()
            ]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            while not self._head_only and not piece.done and not self._rows.stopped:
                if piece.content:
                    await asyncio.wait_for(send(_body(piece.content, True)), STALLED)
                piece = await self._piece()
            if self._head_only:
                await send(_body(b"", False))
            elif not self._rows.stopped:  # without a last message with more_body=False the server breaks off
                await asyncio.wait_for(send(_body(piece.content, bool(piece.failed))), STALLED)
        except OSError:  # TimeoutError, too: the other end does not take it
            return
        finally:
            watch.cancel()
            self.close()

    def close(self) -> None:
        """End the work."""
        self._rows.stop()
        THREADS.submit(self._rows.close)

    async def _piece(self) -> Piece:
        return await asyncio.get_running_loop().run_in_executor(THREADS, self._rows.piece)

    async def _watch(self) -> None:
        with suppress(OSError):
            while (await self._request.receive())["type"] != "http.disconnect":
                pass
            self._rows.stop()


def _body(content: bytes, more: bool) -> dict[str, Any]:
    return {"type": "http.response.body", "body": content, "more_body": more}


def refusal(refused: Refused) -> Response:
    """The answer instead of a CSV: a sentence, as plain text."""
    return Response.text(f"{refused.sentence}\n", status=refused.status, headers=refused.headers)
