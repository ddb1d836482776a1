"""What Datasette calls: routes, templates' helpers and headers."""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from asgi_gzip import GZipMiddleware
from datasette import Response, hookimpl

from readout.web import cells, copies, marks
from readout.web.home import home_page
from readout.web.inline import WithoutInline
from readout.web.missing import unanswered
from readout.web.own_row import OwnRow
from readout.web.pages import PAGES
from readout.web.section import Site
from readout.web.watched import ADDRESS, is_watched, scripts, watch_state
from readout.web.words import add_functions

#: Nothing but our own files runs or loads; nobody frames the pages; forms go nowhere else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
}

#: Datasette's own home page asks of every table who may view it, which takes most of its time.
HOME = r"^/$"


def ours(datasette: Any) -> bool:
    """Whether this Datasette serves a database of our making."""
    return "readout" in datasette.databases


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """One route for each page of readout.web.pages; the home page is ours only where the database is."""
    home = [(HOME, _view(home_page))] if ours(datasette) else []
    watched = [(ADDRESS, watch_state)] if is_watched() else []
    return home + watched + [(pattern, _view(handler)) for pattern, handler in PAGES]


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
def prepare_connection(conn: sqlite3.Connection) -> None:
    """The function that the search for names uses."""
    add_functions(conn)


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
    """A table or a row that is not there: what is near; what is asked wrongly: why."""
    return unanswered(Site(datasette, request), exception) if ours(datasette) else None


@hookimpl
def extra_template_vars(datasette: Any, request: Any) -> Any:
    """What every template has at hand."""
    site = Site(datasette, request)
    return {"site": site, "own": OwnRow(site)}


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """What stands in Datasette's menu."""
    site = Site(datasette)
    return [{"href": site.path("/readout"), "label": "Tables and queries"}] if ours(datasette) else []


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Add the headers that keep a page to itself, and compress for who takes it."""

    def wrap(app: Any) -> Any:
        async def with_headers(scope: Any, receive: Any, send: Any) -> None:
            async def send_with_headers(message: Any) -> None:
                if message["type"] == "http.response.start":
                    given = {name.lower() for name, _ in message["headers"]}
                    added = [(name, value) for name, value in HEADERS.items() if name not in given]
                    message = {**message, "headers": [*message["headers"], *added]}
                await send(message)

            await app(scope, receive, send_with_headers if scope["type"] == "http" else send)

        return GZipMiddleware(with_headers, minimum_size=1000)

    return wrap
