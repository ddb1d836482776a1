"""Between the gate and Datasette: the JSON of the data comes in one shape, whichever Datasette made it."""

import json
from typing import Any

from readout.web.api.asked import NEW, OLD, Asked, asked_of, with_tildes, wrong_with
from readout.web.guard.malformed import raw_path
from readout.web.guard.refusals import TITLES, refuse

JSON = b"application/json"


def alike(datasette: Any, app: Any) -> Any:
    """The application, with addresses and answers of the JSON of the data made the same on 0.65 and 1.0."""
    return Alike(datasette, app).answer


class Alike:
    """One application of one Datasette; remembers the columns of tables and views, which don't change."""

    def __init__(self, datasette: Any, app: Any) -> None:
        self._datasette, self._app = datasette, app
        self._newer = hasattr(datasette, "allowed_resources")
        self._columns: dict[str, list[str]] = {}

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request, or refuse one that Datasette would misunderstand."""
        base = str(self._datasette.setting("base_url") or "/")
        asked = asked_of(scope, base)
        if asked is None:
            await self._app(scope, receive, send)
            return
        columns = await self._columns_of(asked.table)
        wrong = wrong_with(asked, columns)
        if wrong:
            await refuse(self._datasette, scope, send, 400, "json", wrong)
            return
        scope = self._put(scope, asked, base, bool(columns))
        await self._app(scope, receive, Answer(scope["method"], asked, send, self._newer).send)

    def _put(self, scope: Any, asked: Asked, base: str, is_table: bool) -> Any:
        """The request in the words of this Datasette; that for the list of tables stays as it is."""
        if asked.path == OLD and not asked.is_sql:
            return scope
        scope = {**scope, "query_string": asked.query(self._newer, is_table)}
        if asked.is_sql:
            path = base.rstrip("/") + (NEW if self._newer else OLD)
            scope |= {"path": path, "raw_path": path.encode()}
        elif b"%" in raw_path(scope):
            scope["raw_path"] = with_tildes(raw_path(scope))
        return scope

    async def _columns_of(self, table: str) -> list[str]:
        """The columns of a table or a view; none where there is no such."""
        database = self._datasette.get_database("readout")
        if not self._columns:
            self._columns = {name: [] for name in [*await database.table_names(), *await database.view_names()]}
        if table in self._columns and not self._columns[table]:
            self._columns[table] = await database.table_columns(table)
        return self._columns.get(table, [])


class Answer:
    """An answer on its way: one that has to be written anew is held back until it is whole."""

    def __init__(self, method: str, asked: Asked, send: Any, newer: bool) -> None:
        self._method, self._asked, self._send, self._newer = method, asked, send, newer
        self._start: Any = None
        self._body = b""

    async def send(self, message: Any) -> None:
        """Pass a message on, or keep it."""
        if message["type"] == "http.response.start":
            if not self._is_to_change(message):
                await self._send(message)
                return
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish()

    def _is_to_change(self, start: Any) -> bool:
        kinds = [value for name, value in start["headers"] if name.lower() == b"content-type"]
        if self._method == "HEAD" or not kinds or not kinds[0].startswith(JSON):
            return False
        if self._newer:
            return start["status"] >= 400 or self._asked.becomes_arrays
        return start["status"] >= 400 or (start["status"] == 200 and self._asked.shape not in ("array", "arrayfirst"))

    async def _finish(self) -> None:
        status = self._start["status"]
        try:
            told = json.loads(self._body)
            if isinstance(told, dict) and told.get("ok") is False:
                status = max(status, 400)  # 0.65 says 200 of a shape that there is not
            body = json.dumps(as_error(told, status) if status >= 400 else self._as_promised(told)).encode()
        except ValueError:
            body = self._body
        stale = {b"content-length", *([b"cache-control", b"link"] if status >= 400 else [])}
        headers = [pair for pair in self._start["headers"] if pair[0].lower() not in stale]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**self._start, "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    def _as_promised(self, told: Any) -> Any:
        if not self._newer:
            return as_rows(told)
        arrays = [list(row.values()) for row in told["rows"]]
        return [row[0] for row in arrays] if self._asked.shape == "arrayfirst" else {**told, "rows": arrays}


def as_error(told: Any, status: int) -> dict[str, Any]:
    """The body of an error: {ok: false, error: a sentence, status, title}."""
    said = told if isinstance(told, dict) else {}
    return {
        "ok": False, "error": str(said.get("error") or TITLES.get(status, "")), "status": status,
        "title": str(said.get("title") or TITLES.get(status, "")),
    }  # fmt: skip


def as_rows(told: Any) -> Any:
    """What 0.65 says of rows, under the names of 1.0: `ok`, `count`, `facet_results.results`."""
    if not isinstance(told, dict) or "rows" not in told:
        return told
    told["ok"] = told.get("ok", True)
    if "filtered_table_rows_count" in told:
        told["count"] = told["filtered_table_rows_count"]
    if "facet_results" in told:
        told["facet_results"] = {"results": told["facet_results"], "timed_out": told.get("facets_timed_out", [])}
    return told
