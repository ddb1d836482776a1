"""A server behind nginx that does what no good one does: it tells what it was sent, hesitates, breaks off, fails."""

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Behind:
    """The server: its address, how often each path was asked for, and the events that it waits for."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.go_on = threading.Event()
        self.failing = False
        behind = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                behind.asked[self.path] += 1
                behind.answer(self)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Rows in pieces for a CSV, else what was sent."""
        if request.path.startswith("/slow"):
            self.go_on.wait(20)
        if ".csv" in request.path:
            self._rows(request)
            return
        content = json.dumps({name.lower(): value for name, value in request.headers.items()}).encode()
        request.send_response(500 if self.failing else 200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(content)))
        request.send_header("Set-Cookie", "who=you")
        keep = "no-store" if self.failing or "no-store" in request.path else "public, max-age=60"
        request.send_header("Cache-Control", "public, max-age=86400" if "_ttl" in request.path else keep)
        request.end_headers()
        request.wfile.write(content)

    def _rows(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/plain")
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(b"6\r\nfirst\n\r\n")
        request.wfile.flush()
        self.go_on.wait(20)
        if "broken" in request.path:
            request.close_connection = True
            return
        request.wfile.write(b"5\r\nlast\n\r\n0\r\n\r\n")

    def close(self) -> None:
        """End it."""
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()
