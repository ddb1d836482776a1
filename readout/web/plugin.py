"""What Datasette calls: routes, templates' helpers and headers."""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from asgi_gzip import GZipMiddleware
from datasette import Response, hookimpl

from readout.asked.functions import add_functions
from readout.asked.limits import DATASETTES, PRAGMAS, restrict
from readout.web import cells, copies, marks
from readout.web.api.alike import alike
from readout.web.csv import INNER, ROUTES
from readout.web.guard import errors, open_pages
from readout.web.guard.gate import gate_of
from readout.web.guard.headers import with_headers
from readout.web.home import home_page
from readout.web.inline import WithoutInline
from readout.web.own_row import OwnRow
from readout.web.pages import PAGES
from readout.web.record_state import RecordState
from readout.web.redirects import moved, send_on
from readout.web.section import Site
from readout.web.watched import ADDRESS, is_watched, keep_quiet, scripts, watch_state

#: Datasette's own home page asks of every table who may view it, which takes most of its time.
HOME = r"^/$"
#: Downloads, which are sent as they are.
FILES = "/-/downloads/"


def ours(datasette: Any) -> bool:
    """Whether this Datasette serves a database of our making."""
    return "readout" in datasette.databases


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """One route for each page of readout.web.pages; the home page is ours only where the database is."""
    home = [(HOME, _view(home_page))] if ours(datasette) else []
    watched = []
    if is_watched():
        watched = [(ADDRESS, watch_state)]
        keep_quiet()
    files = ROUTES + open_pages.ROUTES if ours(datasette) else []
    return home + watched + files + [(pattern, _view(handler)) for pattern, handler in PAGES]


@hookimpl
def extra_js_urls(datasette: Any) -> list[dict[str, str]]:
    """Scripts besides readout.js, which the templates name themselves."""
    return scripts(datasette)


def _view(handler: Callable[..., Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    async def view(request: Any, datasette: Any) -> Response:
        if not ours(datasette):
            return Response.text("There is no database named readout here.", status=404)
        return await handler(Site(datasette, request), **request.url_vars)

    return view


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """The functions that the saved queries use; on our database, limits, and nothing but reading."""
    add_functions(conn)
    if database == "readout":
        restrict(conn, PRAGMAS | DATASETTES)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """The filters that the templates use; Datasette's own templates without inline script and style."""
    env.filters.update(marks.FILTERS | cells.FILTERS)
    env.add_extension(WithoutInline)


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Cells of Datasette's own tables: long text folded, addresses and ids linked."""
    rows = str(datasette.urls.database(database)) if database == "readout" else ""
    return cells.cell(value, column, table, rows)


@hookimpl
def register_output_renderer(datasette: Any) -> dict[str, Any]:
    """Every table and query as Markdown too, at the same address with `.md`."""
    return {"extension": "md", "render": copies.render_markdown, "can_render": lambda: True}


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """A table or a row that is not there: what is near; what is asked wrongly: why; a fault: that it is one."""
    return errors.answer(Site(datasette, request), exception) if ours(datasette) else None


@hookimpl
def extra_template_vars(datasette: Any, request: Any) -> Any:
    """What every template has at hand."""
    site = Site(datasette, request)
    return {"site": site, "own": OwnRow(site), "state": RecordState(site)}


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """What stands in Datasette's menu."""
    site = Site(datasette)
    return [{"href": site.path("/readout"), "label": "Tables and queries"}] if ours(datasette) else []


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Let requests in by the gate, add the headers that keep a page to itself, and compress for who takes it."""

    def wrap(app: Any) -> Any:
        answering = alike(datasette, app)

        async def guarded(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and ours(datasette) and (address := await moved(datasette, scope)):
                await send_on(with_headers(send, scope["path"]), address)
            elif scope["type"] == "http" and ours(datasette):
                await gate_of(datasette).answer(answering, {**scope, INNER: app}, receive, send)
            elif scope["type"] == "http":
                await app(scope, receive, with_headers(send, scope["path"]))
            elif scope["type"] == "lifespan":
                await app(scope, receive, send)

        compressing = GZipMiddleware(guarded, minimum_size=1000)

        async def compressed(scope: Any, receive: Any, send: Any) -> None:
            # a part of a file is a part of its own bytes
            await (guarded if FILES in str(scope.get("path", "")) else compressing)(scope, receive, send)

        return compressed

    return wrap
