"""What is answered instead of an answer: a sentence as a page in our dress, as JSON, or as text."""

import json
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils.asgi import Request

TITLES = {
    400: "Not understood", 403: "Not allowed", 404: "Not found", 405: "Nothing to change here", 408: "Took too long",
    413: "Nothing to send here", 414: "Too long", 429: "Too much at once", 500: "Something went wrong",
    503: "Busy",
}  # fmt: skip
SENTENCES = {
    405: "This site can be read, and nothing else.",
    413: "This site can be read; it takes nothing but an address.",
    429: "You have as many questions open here as one visitor may; wait for an answer, then ask again.",
    500: "That is a fault of this site, not of yours. It has been written down for those who run it.",
    503: "Too many questions are being answered at the moment; try again in a few seconds.",
}
LATE = "It took too long and was stopped; ask for less at once, or try again later."
#: Seconds after which it is worth while to try again.
AGAIN = 5

#: Pages without anything of the request in them are made once.
_made: WeakKeyDictionary[Any, dict[tuple[int, str], bytes]] = WeakKeyDictionary()


async def refuse(datasette: Any, scope: Any, send: Any, status: int, form: str, sentence: str = "") -> None:
    """Send an answer with a status, in the form that was asked for: page, JSON or text."""
    said = sentence or SENTENCES[status]
    content, kind = await _content(datasette, scope, status, form, said)
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if status in (429, 503):
        headers.append((b"retry-after", str(AGAIN).encode()))
    if status == 405:
        headers.append((b"allow", b"GET, HEAD, OPTIONS"))
    if datasette.cors:
        headers.append((b"access-control-allow-origin", b"*"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope.get("method") == "HEAD" else content})


async def _content(datasette: Any, scope: Any, status: int, form: str, said: str) -> tuple[bytes, bytes]:
    if form == "json":
        told = {"ok": False, "error": said, "status": status, "title": TITLES[status]}
        return json.dumps(told).encode(), b"application/json; charset=utf-8"
    if form:
        return f"{said}\n".encode(), b"text/plain; charset=utf-8"
    return await _page(datasette, scope, status, said), b"text/html; charset=utf-8"


async def _page(datasette: Any, scope: Any, status: int, said: str) -> bytes:
    made = _made.setdefault(datasette, {})
    if (status, said) not in made:
        await datasette.invoke_startup()
        bare = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": []}
        request = Request({**bare, "scheme": scope.get("scheme", "http"), "csrftoken": str}, None)
        context: dict[str, Any] = {"status": status, "title": TITLES[status], "error": said, "metadata": {}}
        html = await datasette.render_template("error.html", context, request=request)
        made[status, said] = html.encode()
    return made[status, said]
