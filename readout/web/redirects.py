"""Old addresses: 301 to where a record is now that was renamed or merged; what is said of one that was withdrawn."""

import re
import sqlite3
from typing import Any
from weakref import WeakKeyDictionary

from readout.web.kinds import KINDS

#: A reader's page or a row's: /claims/ID, /readout/claims/ID, /readout/claims/ID.json.
_ADDRESS = re.compile(r"/(readout/)?([a-z_]+)/([a-z0-9-]+)(\.[a-z]+)?")
#: What the id of a row inside a record ends in, after the record's own id.
_ROW = re.compile(r"-[a-z2-7]{8}")
READING = {"GET", "HEAD"}

WITHDRAWN = "SELECT title, date, reason FROM withdrawn WHERE table_name = :table AND record = :record"
#: By table and former id: the id now.
Redirects = dict[tuple[str, str], str]
_known: WeakKeyDictionary[Any, Redirects] = WeakKeyDictionary()


async def moved(datasette: Any, scope: Any) -> str | None:
    """The address that a request is to be sent on to; None where it asks for something that is where it was."""
    match = _of_record(datasette, str(scope["path"]))
    if match is None or scope["method"] not in READING:
        return None
    redirects = await _redirects(datasette)
    now = redirects.get((match[2], match[3])) or _inside(redirects, match[2], match[3])
    if now is None:
        return None
    base = str(datasette.setting("base_url") or "/")
    asked = (scope.get("query_string") or b"").decode("latin-1")
    address = f"{base}{match[1] or ''}{match[2]}/{now}{match[4] or ''}"
    return f"{address}?{asked}" if asked else address


async def withdrawn(datasette: Any, path: str) -> str | None:
    """What a reader is told who asks for a record that was withdrawn; None where the address is not that of one."""
    match = _of_record(datasette, path)
    if match is None:
        return None
    try:
        found = await datasette.databases["readout"].execute(WITHDRAWN, {"table": match[2], "record": match[3]})
    except sqlite3.OperationalError:  # built before records could be withdrawn
        return None
    row = found.first()
    return f"{row['title'] or match[3]}: withdrawn on {row['date']}. {row['reason']}" if row else None


def _of_record(datasette: Any, path: str) -> re.Match[str] | None:
    """The parts of an address of a record's page or row."""
    base = str(datasette.setting("base_url") or "/")
    match = _ADDRESS.fullmatch("/" + path[len(base) :]) if path.startswith(base) else None
    return match if match and (match[1] or match[2] in KINDS) else None


def _inside(redirects: Redirects, table: str, row: str) -> str | None:
    """The id of a row inside an article that was renamed: it begins with the article's."""
    if len(row) < 10 or not _ROW.fullmatch(row[-9:]):
        return None
    now = redirects.get(("articles", row[:-9]))
    return now + row[-9:] if now and table not in KINDS else None


async def _redirects(datasette: Any) -> Redirects:
    """All redirects of the database that is served, read once."""
    database = datasette.databases["readout"]
    if database not in _known:
        try:
            rows = (await database.execute("SELECT table_name, former, record FROM redirects", truncate=False)).rows
        except sqlite3.OperationalError:  # built before there were any
            rows = []
        _known[database] = {(row[0], row[1]): row[2] for row in rows}
    return _known[database]


async def send_on(send: Any, address: str) -> None:
    """Answer with 301."""
    headers = [(b"location", address.encode("latin-1", "replace")), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 301, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
