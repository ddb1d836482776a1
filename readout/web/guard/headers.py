"""The headers of every answer: nothing foreign runs or loads in a page, nobody frames it, scripts may read the data."""

import os
import re
from typing import Any

from readout.server import WATCH

#: Nothing but our own files runs or loads; nobody frames the pages; forms go nowhere else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
#: The data, and what describes them: the scripts of other sites may read these, pages not.
DATA = re.compile(r"/readout(/.*)?\.(json|csv|md|db)|/-/(healthy|openapi|downloads)\.json|/-/downloads/.+")
OPEN = {
    b"access-control-allow-origin": b"*",
    b"access-control-expose-headers": b"Link, Retry-After, Content-Disposition, ETag, Accept-Ranges, Content-Range",
}
#: How long others may keep a page, and one of our files, in seconds; a new build shows after at most a minute.
PAGE, FILE = 60, 3600


def with_headers(send: Any, path: str, kept: bool | None = None) -> Any:
    """What sends an answer with our headers; `kept` says whether others may keep it, None says nothing of that."""

    async def send_with_headers(message: Any) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower(): value for name, value in message["headers"]}
            wanted = HEADERS | (OPEN if is_open(path) else {})
            added = [(name, value) for name, value in wanted.items() if name not in given]
            if kept is not None and b"cache-control" not in given:
                added.append((b"cache-control", _cache(message["status"], path)))
            headers = [*message["headers"], *added]
            if kept is False:
                headers = [pair for pair in headers if pair[0].lower() != b"cache-control"]
                headers.append((b"cache-control", b"no-store"))
            message = {**message, "headers": headers}
        await send(message)

    return send_with_headers


def is_open(path: str) -> bool:
    """Whether scripts of any site may read an answer: the data of a site that is public, not a curator's own work.

    A server that shows texts or watches sources runs on a person's machine; what it serves is not published.
    """
    return not {WATCH, "READOUT_TEXTS"} & os.environ.keys() and DATA.fullmatch(path) is not None


def _cache(status: int, path: str) -> bytes:
    if status not in (200, 301, 304, 404, 410):
        return b"no-store"
    return f"public, max-age={FILE if path.startswith('/-/static') else PAGE}".encode()
