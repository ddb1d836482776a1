"""An address of the data where nothing is: 404, with the tables, or the rows, whose names are near.

What is asked wrongly gets 400, why, and a way to put it right.
"""

import sqlite3
from difflib import get_close_matches
from typing import Any

from datasette import Response
from datasette.utils import escape_sqlite, tilde_decode, tilde_encode
from datasette.views.base import DatasetteError
from markupsafe import Markup

from readout.stored import PREFIX
from readout.web.own_pages import Own
from readout.web.section import Site

MOST = 8


async def unanswered(site: Site, error: Exception) -> Response | None:
    """A page for a request below /readout that has no answer; None where Datasette is to say so."""
    status = getattr(error, "status", 0)
    if "." in site.request.path.rsplit("/", 1)[-1]:
        return None
    unturnable = isinstance(error, ValueError) and "_next" in site.request.args
    if isinstance(error, DatasetteError | sqlite3.Error) or status == 400 or unturnable:
        return await refused(site, error)
    return await missing(site) if status == 404 else None


async def refused(site: Site, error: Any) -> Response | None:
    """What went wrong, with the SQL to be put right, or a way back."""
    if not site.request.path.startswith(site.path("/readout")):
        return None
    said = getattr(error, "message", None) or str(error)
    sql = site.request.args.get("sql") or ""
    title = getattr(error, "title", None) if sql else "Not understood"
    context: dict[str, Any] = {
        "status": 400, "title": title, "sql": sql, "metadata": {},
        "error": Markup(said) if getattr(error, "message_is_html", False) else said,
        "back": "" if sql else site.request.path,
    }  # fmt: skip
    html = await site.datasette.render_template("error.html", context, request=site.request)
    return Response.html(html, status=400)


async def missing(site: Site) -> Response | None:
    """A page for a table or a row that is not there; None where the address is not one of the data's."""
    parts = [tilde_decode(part) for part in site.request.path.removeprefix(site.path("/")).strip("/").split("/")]
    if parts[0] != "readout" or len(parts) not in (2, 3):
        return None
    tables = await site.database.table_names()
    if len(parts) == 2:
        names = [
            name for name in tables if "_fts" not in name and not name.startswith(PREFIX)
        ] + await site.database.view_names()
        near = [(name, site.path(f"/readout/{name}")) for name in get_close_matches(parts[1], names, MOST, 0.5)]
        said = f"There is no table, view or saved query named {parts[1][:80]}."
    elif parts[1] in tables:
        near = await _near(site, parts[1], parts[2][:80])
        said = f"There is no row {parts[2][:80]} in the table {parts[1]}."
    else:
        return None
    context: dict[str, Any] = {"status": 404, "title": "Not found", "error": said, "near": near, "metadata": {}}
    html = await site.datasette.render_template("error.html", context, request=site.request)
    return Response.html(html, status=404)


async def _near(site: Site, table: str, key: str) -> list[tuple[str, str]]:
    if "id" not in await site.database.table_columns(table):
        return []
    label = escape_sqlite(await Own(site).label("readout", table) or "id")
    select = f"SELECT id, {label} AS label FROM {escape_sqlite(table)}"
    rows = await site.rows(f"{select} WHERE id LIKE :part LIMIT {MOST}", {"part": f"%{key[:24]}%"})
    if not rows:
        every = await site.rows(f"{select} LIMIT 5000")
        ids = get_close_matches(key, [str(row["id"]) for row in every], MOST, 0.4)
        rows = sorted((row for row in every if row["id"] in ids), key=lambda row: ids.index(row["id"]))
    base = site.path(f"/readout/{table}")
    return [(f"{str(row['label'])[:100]} ({row['id']})", f"{base}/{tilde_encode(str(row['id']))}") for row in rows]
