"""Requests that no browser and no honest program sends: said in a sentence before anything looks closer."""

import re
from http.cookies import CookieError, SimpleCookie
from typing import Any

#: In bytes: an address of SQL may be as long as the form for it takes, encoded.
LONGEST_PATH, LONGEST_QUERY, MOST_ARGUMENTS = 8_000, 60_000, 200
READING = ("GET", "HEAD", "OPTIONS")
_PATH = re.compile(rb"/[\x21-\x7e]*")
_COOKIE = re.compile(rb"[\x20-\x7e]*")
_HOST = re.compile(rb"[A-Za-z0-9._:\[\]-]{1,255}")


def wrong_with(scope: Any, reading_only: bool) -> tuple[int, str] | None:
    """The status and the sentence for a request that is refused as it stands; None for all others."""
    path, query = raw_path(scope), scope.get("query_string") or b""
    headers = {name.lower(): value for name, value in scope["headers"]}
    if reading_only and scope["method"] not in READING:
        return 405, ""
    if scope["method"] in READING and (headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers):
        return 413, ""
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return 414, f"The address is too long; after the question mark stand at most {LONGEST_QUERY:,} characters."
    if not _PATH.fullmatch(path) or not _HOST.fullmatch(headers.get(b"host", b"localhost")):
        return 400, "The address has characters in it that no address here has."
    if query.count(b"&") >= MOST_ARGUMENTS:
        return 400, f"The address has more than {MOST_ARGUMENTS} arguments."
    return None


def raw_path(scope: Any) -> bytes:
    """The path as it was sent."""
    return bytes(scope.get("raw_path") or scope["path"].encode("utf-8", "replace")).partition(b"?")[0]


def without_broken_cookies(scope: Any) -> Any:
    """The same request without cookies if they are not readable; other sites of a domain may have left them."""
    given = [value for name, value in scope["headers"] if name.lower() == b"cookie"]
    try:
        broken = not all(_COOKIE.fullmatch(value) and SimpleCookie(value.decode("ascii")) for value in given)
    except CookieError:
        broken = True
    if broken:
        return {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() != b"cookie"]}
    return scope
