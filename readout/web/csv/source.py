"""Where the rows of a CSV come from: Datasette is asked for the statement behind an address.

Datasette knows who may see what, and what filters, search, sorting and saved queries mean. It is asked
for the JSON of the same address with no rows in it (readout.web.csv.rowless); what it would run for a page,
readout.web.csv.rows runs for all rows.
"""

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

from datasette.utils import (
    InvalidSql,
    derive_named_parameters,
    escape_sqlite,
    tilde_decode,
    urlsafe_components,
    validate_sql_select,
)

from readout.web.cells import sentence
from readout.web.csv.asked import Asked, Refused
from readout.web.csv.rowless import rowless
from readout.web.guard.kinds import SQL_ARGUMENTS, Kind
from readout.web.guard.lanes import ERRAND
from readout.web.section import Site

#: Under this name a request's scope holds the application within readout's own wrapper.
INNER = "readout.inner"
#: Of the address, what is about the form of the answer and not about the rows.
FORM = {
    "_bom", "_dl", "_extra", "_facet", "_facet_array", "_facet_date", "_facet_size", "_header", "_json",
    "_json_infinity", "_label", "_labels", "_nl", "_nocount", "_nofacet", "_nosuggest", "_raw", "_shape", "_size",
    "_stream", "_timelimit", "_trace", "_ttl",
}  # fmt: skip
ONLY_THE_STATEMENT = {"_nofacet": "1", "_nocount": "1", "_nosuggest": "1"}
OF_A_TABLE = "query,columns,expandable_columns"
LIMIT = re.compile(r"\slimit \d+( offset \d+)?\s*\Z")
LATE = "It took too long and was stopped."
NOT_PASSED_ON = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}


@dataclass(frozen=True)
class Label:
    """How to name what a column refers to: the statement that finds the name by `:key`, None where it may not be."""

    column: str
    sql: str | None


@dataclass(frozen=True)
class Source:
    """The statement behind an address.

    `whole` says that this is a table or a view, which may take as long as it has rows; `worded` that a visitor
    has worded a part of the statement; `next` is the token of the following page; `must_be` that no row means
    that there is no such address.
    """

    sql: str
    parameters: Mapping[str, Any]
    whole: bool = False
    worded: bool = False
    labels: Sequence[Label] = ()
    next: str = ""
    must_be: bool = False


@dataclass
class Asking:
    """Asks Datasette in the name of one request."""

    site: Site
    inner: Any
    site_args: list[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        args = self.site.request.args
        self.site_args = [(key, value) for key in args for value in args.getlist(key)]

    async def sql(self) -> Source:
        """The statement that the address itself holds. Raises Refused where it may not be run."""
        given = self.site.request.args.get("sql")
        if not given:
            raise Refused(400, "Write the SQL after ?sql=")
        try:
            validate_sql_select(given)
        except InvalidSql as error:
            raise Refused(400, sentence(error)) from None
        may_run = self.site.query_url("select 1", {"_shape": "array"}, ".json")
        await self._answer(*may_run.split("?", 1))
        return Source(given, await self._parameters(given), worded=True)

    async def table(self, options: Asked) -> Source:
        """The statement of a table, a view or a saved query. Raises Refused where there is none."""
        name, database = tilde_decode(self.site.request.url_vars["table"]), self.site.database
        extra = OF_A_TABLE if name in await database.table_names() + await database.view_names() else "query"
        return await self._of(self.site.request.path.removesuffix(".csv"), self.site_args, options, extra)

    async def row(self, table: str, keys: str, options: Asked) -> Source:
        """The statement of one row, which is its table filtered by its key."""
        name, database, values = tilde_decode(table), self.site.database, urlsafe_components(keys)
        known = name in await database.table_names()
        columns = (await database.primary_keys(name) or ["rowid"]) if known else []
        if len(columns) != len(values):
            raise Refused(404, "There is no such row.")
        args = [(f"{column}__exact", value) for column, value in zip(columns, values, strict=True)]
        args += [pair for pair in self.site_args if pair[0] in ("_labels", "_label")]
        path = self.site.request.path.removesuffix(".csv").rsplit("/", 1)[0]
        found = await self._of(path, args, options, OF_A_TABLE)
        return Source(found.sql, found.parameters, True, labels=found.labels, must_be=True)

    async def _of(self, path: str, args: list[tuple[str, str]], options: Asked, extra: str) -> Source:
        """`extra` is what 1.0 has to be asked for besides; 0.65 gives all of it."""
        kept = [(key, value) for key, value in args if key not in FORM]
        query = urlencode([*kept, *ONLY_THE_STATEMENT.items(), ("_extra", extra), ("_size", str(options.size or 0))])
        answer = await self._answer(path + ".json", query)
        query = answer["query"]
        if "expandable_columns" not in answer:
            return Source(query["sql"], await self._parameters(query["sql"]))
        end = "" if options.size is None else f" limit {options.size}"
        found = LIMIT.search(query["sql"])
        assert found, query["sql"]
        if found[1]:
            end = (end or " limit -1") + found[1]
        labels = [] if options.labels == () else await self._labels(answer, options)
        statement, worded = query["sql"][: found.start()] + end, bool(SQL_ARGUMENTS & dict(args).keys())
        return Source(statement, query["params"], not worded, worded, labels, answer.get("next") or "")

    async def _parameters(self, sql: str) -> dict[str, str]:
        """Values for the parameters of a statement; one that the address does not give is empty."""
        names = await derive_named_parameters(self.site.database, sql)
        if any(name.startswith("_") for name in names):
            raise Refused(400, "A query with Datasette's magic parameters, such as :_now_epoch, is not given as CSV.")
        return {name: self.site.request.args.get(name) or "" for name in names}

    async def _labels(self, answer: Mapping[str, Any], options: Asked) -> list[Label]:
        found = {}
        for reference, label in answer["expandable_columns"]:
            column, other = reference["column"], reference["other_table"]
            if column in found or (options.labels is not None and column not in options.labels):
                continue
            key, name = escape_sqlite(reference["other_column"]), escape_sqlite(label or reference["other_column"])
            sql = f"SELECT {name} FROM {escape_sqlite(other)} WHERE {key} = :key"
            found[column] = Label(column, sql if await self._may_see(other) else None)
        return [found[column] for column in answer["columns"] if column in found]

    async def _may_see(self, table: str) -> bool:
        query = urlencode({**ONLY_THE_STATEMENT, "_size": "0"})
        try:
            await self._answer(f"{self.site.datasette.urls.table('readout', table)}.json", query)
        except Refused:
            return False
        return True

    async def _answer(self, path: str, query: str) -> dict[str, Any]:
        """The JSON of an address. Raises Refused with what Datasette says instead."""
        status, headers, body = await self._get(str(path), query)
        if status in (301, 302):
            raise Refused(status, "See there.", {"Location": self._there(headers.get("location", ""))})
        try:
            answer = json.loads(body)
        except ValueError:
            answer = {}
        said = answer.get("error") if isinstance(answer, dict) else ""
        if status != 200 or said:
            late = "took too long" in (said or "")  # 0.65 says it in HTML
            if status < 400 or (said or "").startswith("Cannot "):  # 0.65 says 500 of a column that is not there
                status = 400
            raise Refused(status, LATE if late else sentence(said or "Not found"))
        return answer if isinstance(answer, dict) else {}

    def _there(self, location: str) -> str:
        """Where Datasette sends a JSON address, as the address of a CSV with the form that was asked for."""
        parts = urlsplit(location)
        form = [pair for pair in self.site_args if pair[0] in FORM]
        kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in FORM]
        return f"{parts.path.removesuffix('.json')}.csv?{urlencode([*kept, *form])}"

    async def _get(self, path: str, query: str) -> tuple[int, dict[str, str], bytes]:
        scope = {
            **self.site.request.scope, "method": "GET", "path": unquote(path), "raw_path": path.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "headers": [pair for pair in self.site.request.scope["headers"] if pair[0].lower() not in NOT_PASSED_ON],
        }  # fmt: skip
        scope.pop("route_path", None)
        scope.pop("url_route", None)
        start: dict[str, Any] = {}
        parts: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Mapping[str, Any]) -> None:
            start.update(message if message["type"] == "http.response.start" else {})
            parts.append(message.get("body", b""))

        errand = ERRAND.get()
        if errand and errand.kind is Kind.FILE:  # what it asks may be slow; pages do not wait for it
            ERRAND.set(replace(errand, kind=Kind.ASKED))
        size = parse_qs(query).get("_size", ["0"])[-1]
        with rowless(self.site.database) if size == "0" else nullcontext():
            await self.inner(scope, receive, send)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}
        return start["status"], headers, b"".join(parts)
