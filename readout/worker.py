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
from typing import Any

import uvicorn
from datasette.cli import cli

#: Seconds for which connections that are open may still be used; longer than uvicorn keeps idle ones (5).
LETTING_GO = 6


class Worker(uvicorn.Server):
    """A server that says when it is ready, and that can let go of its visitors one by one."""

    ready: int
    leaving = False

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
    listening, ready = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])

    def run(app: Any, **options: Any) -> None:
        worker = Worker(uvicorn.Config("", **options))
        worker.ready = ready
        worker.config.app = parting(app, worker)
        worker.run(sockets=[listening])

    uvicorn.run = run  # Datasette's command calls it last, with its application
    cli.main(sys.argv[3:], prog_name="datasette")


if __name__ == "__main__":
    main()
