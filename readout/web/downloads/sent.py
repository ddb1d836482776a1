"""A file that is sent as a download: whole, in a part, or not again to who has it already (RFC 9110)."""

import asyncio
import re
from pathlib import Path
from typing import Any

PIECE = 1 << 18
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Download:
    """What a Datasette view gives back: it sends itself, piece by piece, as fast as the other end takes it."""

    def __init__(self, request: Any, file: Path, sha256: str, kind: str) -> None:
        self._request, self._file, self._kind = request, file, kind
        self._tag = f'"{sha256[:32]}"'
        self.headers: dict[str, str] = {}  # Datasette adds its own (CORS) here

    async def asgi_send(self, send: Any) -> None:
        """Send status, headers and content."""
        with self._file.open("rb") as opened:
            size = opened.seek(0, 2)
            status, start, end = self._part(size)
            headers = self.headers | self._headers(status, start, end, size)
            await send(
                {
                    "type": "http.response.start", "status": status,
                    "headers": [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()],
                }
            )  # fmt: skip
            left = end - start if self._request.method != "HEAD" else 0
            opened.seek(start)
            while left > 0:
                piece = await asyncio.to_thread(opened.read, min(PIECE, left))
                if not piece:
                    return  # the file became shorter: the server breaks off, and the other end sees it
                left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
            if start == end or self._request.method == "HEAD":
                await send({"type": "http.response.body", "body": b""})

    def _part(self, size: int) -> tuple[int, int, int]:
        """The status, and from which byte to before which one."""
        asked = self._request.headers
        known = [tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")]
        if self._tag in known or "*" in known:
            return 304, 0, 0
        match = RANGE.fullmatch(asked.get("range", "").strip())
        if not match or not any(match.groups()) or asked.get("if-range", self._tag) != self._tag:
            return 200, 0, size
        first, last = match.groups()
        start = int(first) if first else max(0, size - int(last))
        end = min(size, int(last) + 1) if first and last else size
        if (first and last and int(last) < start) or start >= size:
            return (416, 0, 0) if start >= size else (200, 0, size)
        return 206, start, end

    def _headers(self, status: int, start: int, end: int, size: int) -> dict[str, str]:
        headers = {"etag": self._tag, "accept-ranges": "bytes"}
        if status == 416:
            return headers | {"content-range": f"bytes */{size}", "content-length": "0"}
        if status == 304:
            return headers
        if status == 206:
            headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
        name = re.sub(r"[^A-Za-z0-9._-]", "_", self._file.name.lstrip("."))
        return headers | {
            "content-type": self._kind, "content-length": str(end - start),
            "content-disposition": f'attachment; filename="{name}"',
        }  # fmt: skip
