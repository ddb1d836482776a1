"""The addresses that end in `.csv`, below our database; they come before Datasette's own."""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response
from datasette.utils import add_cors_headers, path_with_replaced_args

from readout.web.csv.answer import Csv, refusal
from readout.web.csv.asked import Asked, Refused, asked, file_name
from readout.web.csv.rows import Rows
from readout.web.csv.source import INNER, Asking, Source
from readout.web.section import Site

Find = Callable[[Asking, Any, Asked], Awaitable[Source]]


async def _sql(asking: Asking, request: Any, options: Asked) -> Source:
    return await asking.sql()


async def _table(asking: Asking, request: Any, options: Asked) -> Source:
    return await asking.table(options)


async def _row(asking: Asking, request: Any, options: Asked) -> Source:
    return await asking.row(request.url_vars["table"], request.url_vars["keys"], options)


def _view(find: Find) -> Callable[..., Awaitable[Any]]:
    async def view(request: Any, datasette: Any) -> Any:
        cors: dict[str, str] = {}
        if datasette.cors:
            add_cors_headers(cors)
        if request.method == "OPTIONS":
            return Response.text("ok", headers=cors)
        try:
            if request.method not in ("GET", "HEAD"):
                raise Refused(405, "A CSV can be fetched, and nothing else.", {"Allow": "GET, HEAD, OPTIONS"})
            answer = await _answer(find, Site(datasette, request), asked(request.args))
        except Refused as refused:
            answer = refusal(refused)
        answer.headers.update(cors)
        return answer

    return view


async def _answer(find: Find, site: Site, options: Asked) -> Csv:
    """The CSV of an address, with its first piece. Raises Refused."""
    request, setting = site.request, site.datasette.setting
    most = int(setting("max_returned_rows"))
    if options.size is not None and options.size > most:
        raise Refused(400, f"A page has at most {most:,} rows; leave out _size to get all rows.")
    source = await find(Asking(site, request.scope[INNER]), request, options)
    if source.whole and not source.must_be and options.size is None and not setting("allow_csv_stream"):
        raise Refused(400, f"Whole tables are not given here; add _size=100, or any number up to {most:,}.")
    compressed = request.method == "GET" and "gzip" in request.headers.get("accept-encoding", "")
    rows = Rows(site, source, options, int(setting("sql_time_limit_ms")) / 1000, compressed)
    answer = Csv(request, rows, _headers(site, options, source))
    if compressed:
        answer.headers |= {"content-encoding": "gzip", "vary": "Accept-Encoding"}
    await answer.first(source.must_be)
    return answer


def _headers(site: Site, options: Asked, source: Source) -> dict[str, str]:
    """`text/csv` to be saved where `_dl` asks for it, else text that a browser shows."""
    kind, how = ("text/csv", "attachment") if options.download else ("text/plain", "inline")
    headers = {
        "content-type": f"{kind}; charset=utf-8",
        "content-disposition": f'{how}; filename="{file_name(site.request, options)}"',
    }
    if options.size and source.next:
        path = site.datasette.urls.path(path_with_replaced_args(site.request, {"_next": source.next}))
        headers["link"] = f'<{site.datasette.absolute_url(site.request, path)}>; rel="next"'
    return headers


ROUTES = [
    (r"^/readout\.csv$", _view(_sql)),
    (r"^/readout/-/query\.csv$", _view(_sql)),
    (r"^/readout/(?P<table>[^/.]+)\.csv$", _view(_table)),
    (r"^/readout/(?P<table>[^/.]+)/(?P<keys>[^/.]+)\.csv$", _view(_row)),
]
