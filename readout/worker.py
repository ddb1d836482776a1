"""Datasette on a socket that somebody else listens on: `python -m readout.worker SOCKET READY ARGUMENTS…`.

So one server can take another's place without a visitor seeing it: both accept from the one socket
until the old one is told to stop (SIGUSR1). It then answers what it was asked, lets go of its
connections, and ends.
"""

import asyncio
import os
import signal
import socket
import sys
from importlib import import_module
from typing import Any

import uvicorn
from datasette.cli import cli

#: Seconds for which connections that are open may still be used; longer than uvicorn keeps idle ones (5).
LETTING_GO = 6


class Worker(uvicorn.Server):
    """A server on the given socket, that says when it is ready, and that can let go of its visitors one by one."""

    listening: socket.socket
    ready: int
    leaving = False

    def __init__(self, config: uvicorn.Config) -> None:
        config.app = parting(config.app, self)
        config.access_log = False  # who asked what is nobody's business
        config.configure_logging()  # it was done before, with a log
        super().__init__(config)

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve on the given socket, whatever address Datasette asks for."""
        await super().serve([self.listening])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept; then say so with one byte on the pipe."""
        await super().startup(sockets)
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self.leave)
        os.write(self.ready, b"1")
        os.close(self.ready)

    def leave(self) -> None:
        """Accept nobody any more; end once those who are here had time to go."""
        self.leaving = True
        for server in self.servers:
            server.close()
        asyncio.get_running_loop().call_later(LETTING_GO, setattr, self, "should_exit", True)


def parting(app: Any, worker: Worker) -> Any:
    """The application, whose answers end their connection once the worker is leaving."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        async def send_last(message: Any) -> None:
            if worker.leaving and message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), (b"connection", b"close")]}
            await send(message)

        await app(scope, receive, send_last if scope["type"] == "http" else send)

    return answer


def main() -> None:
    """Run `datasette ARGUMENTS…` on the given socket instead of one of its own."""
    Worker.listening, Worker.ready = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    # Datasette's command makes its server last, with its application: 0.65 by uvicorn.run, 1.0 by itself
    for module in (uvicorn, import_module("uvicorn.main")):
        setattr(module, "Server", Worker)  # noqa: B010  # it is another class, as far as types go
    cli.main(sys.argv[3:], prog_name="datasette")


if __name__ == "__main__":
    main()
