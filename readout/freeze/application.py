"""The application that serves the pages, asked in this process: no socket, no port, no client library."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from datasette.app import Datasette
from datasette.utils.asgi import Request
from datasette.version import __version__

from readout.server import SETTINGS
from readout.web.guard.gate import gate_of

#: The host that pages are asked of; it can't exist, so none of its addresses may be left in an edition.
HOST = "readout.invalid"
ORIGIN = f"http://{HOST}"
#: An edition is not made in a hurry: what a visitor would be told to narrow is answered.
PATIENT = {"sql_time_limit_ms": 120_000, "facet_time_limit_ms": 120_000, "default_facet_size": 20}


@dataclass(frozen=True)
class Answer:
    """An answer: its status, its headers in lower case, and its bytes, unless they were given away piece by piece."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The bytes as text."""
        return self.body.decode("utf-8")


def saved_queries(metadata: Path) -> list[str]:
    """The names of the saved queries that Datasette is told of."""
    told = yaml.safe_load(metadata.read_text(encoding="utf-8")) or {}
    return list(told.get("databases", {}).get("readout", {}).get("queries", {}))


class Application:
    """Datasette on one database, with Readout's pages."""

    def __init__(self, database: Path, metadata: Path, base_url: str = "") -> None:
        told = yaml.safe_load(metadata.read_text(encoding="utf-8")) or {}
        settings = {name: int(value) if value.isdigit() else value == "on" for name, value in SETTINGS.items()}
        more = {} if __version__.startswith("0.") else {"config": told}
        self.datasette: Any = Datasette(
            [], immutables=[str(database)], metadata=told, settings=settings | PATIENT, **more
        )
        self.datasette.readout_frozen = base_url
        self._loop = asyncio.new_event_loop()
        self._app: Any = None

    def ask(self, address: str, taker: Callable[[bytes], object] | None = None) -> Answer:
        """The answer to GET ADDRESS; with `taker`, its bytes are handed on as they come and not kept."""
        return self._loop.run_until_complete(self._ask(address, taker))

    def render(self, template: str, context: dict[str, Any], path: str) -> str:
        """A page of our own from a template, as if it stood at a path."""
        return str(self._loop.run_until_complete(self._render(template, context, path)))

    def close(self) -> None:
        """End the threads."""
        executor = getattr(self.datasette, "executor", None)
        if executor is not None:
            executor.shutdown(wait=False)
        self._loop.close()

    async def _render(self, template: str, context: dict[str, Any], path: str) -> str:
        await self.datasette.invoke_startup()
        request = Request({**_scope(path), "csrftoken": str}, None)
        text: str = await self.datasette.render_template(template, {"metadata": {}, **context}, request=request)
        return text

    async def _ask(self, address: str, taker: Callable[[bytes], object] | None) -> Answer:
        if self._app is None:
            await self.datasette.invoke_startup()
            self._app = self.datasette.app()
            for seat in gate_of(self.datasette).seats.values():
                seat.seconds = 0  # however long it takes
        pieces: list[bytes] = []
        begun: dict[str, Any] = {}
        take = taker or pieces.append

        async def receive() -> dict[str, Any]:
            if begun.get("heard"):
                await asyncio.Event().wait()  # nobody leaves
            begun["heard"] = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                begun.update(message)
            elif message["type"] == "http.response.body" and message.get("body"):
                take(message["body"])

        await self._app(_scope(address), receive, send)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in begun["headers"]}
        return Answer(begun["status"], headers, b"".join(pieces))


def _scope(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    return {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": "",
        "path": unquote(parts.path), "raw_path": parts.path.encode("ascii"),
        "query_string": parts.query.encode("ascii"), "headers": [(b"host", HOST.encode())],
        "client": ("127.0.0.1", 1), "server": (HOST, 80),
    }  # fmt: skip
