"""What a visitor is told of an error: what he can do about it, and nothing of this machine."""

import sqlite3
from typing import Any

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.utils import InvalidSql, add_cors_headers
from datasette.views.base import DatasetteError
from markupsafe import Markup

from readout.asked.wire import TOO_MUCH_ROOM
from readout.web.guard.refusals import SENTENCES, TITLES
from readout.web.missing import unanswered
from readout.web.redirects import withdrawn
from readout.web.section import Site

#: What Datasette comes to when the address gives it an argument that it does not expect.
UNEXPECTED = (ValueError, LookupError, TypeError, AssertionError, RecursionError, OverflowError)
ODD = "The address asks for something that is not understood; look at its ending, and what follows a question mark."
LATE = "It took too long and was stopped."


async def answer(site: Site, error: Exception) -> Response:
    """The answer to a request that ended in an error."""
    status, title, said = told(error)
    if status == 404 and (reason := await withdrawn(site.datasette, site.request.path)):
        status, title, said = 410, "Withdrawn", reason
    elif (made := await unanswered(site, error)) is not None:
        return made
    asked = bool(site.request.query_string) or "." in site.request.path
    if status == 500 and isinstance(error, UNEXPECTED) and asked and _is_datasettes(site):
        status, title, said = 400, TITLES[400], ODD  # Datasette writes the fault itself into its log
    if isinstance(error, QueryInterrupted) and not _is_datasettes(site):
        status, title = 503, TITLES[503]  # one of our own pages: not the visitor's doing
    if site.request.path.endswith(".json"):
        response = Response.json({"ok": False, "error": said, "status": status, "title": title}, status=status)
    elif "." in site.request.path.rsplit("/", 1)[-1]:
        response = Response.text(f"{said}\n", status=status)
    else:
        context: dict[str, Any] = {"status": status, "title": title, "error": said, "metadata": {}}
        html = await site.datasette.render_template("error.html", context, request=site.request)
        response = Response.html(html, status=status)
    if site.datasette.cors:
        add_cors_headers(response.headers)
    return response


def _is_datasettes(site: Site) -> bool:
    return str(site.request.path).startswith((site.path("/readout"), site.path("/-/")))


def told(error: Exception) -> tuple[int, str, str]:
    """The status, the title and the sentence for an error; what nobody foresaw is not told."""
    if isinstance(error, QueryInterrupted):
        return 400, "SQL Interrupted", LATE
    if isinstance(error, MemoryError):
        return 400, "Too large", f"{TOO_MUCH_ROOM}."
    if isinstance(error, sqlite3.Error | InvalidSql):
        return 400, "Invalid SQL", str(error)
    status = int(getattr(error, "status", 500))
    if status == 500 and isinstance(error, DatasetteError):
        status = 400  # 0.65 says so of a column to sort by that is not there
    if status >= 500 and not hasattr(error, "message"):
        return 500, TITLES[500], SENTENCES[500]
    said = getattr(error, "message", None) or str(error.args[0] if error.args else error)
    if getattr(error, "message_is_html", False):
        said = LATE if "took too long" in said else str(Markup(said).striptags())
    return status, getattr(error, "title", None) or TITLES.get(status, ""), said
