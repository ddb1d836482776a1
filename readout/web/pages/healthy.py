"""`/-/healthy.json`: whether the site can answer from its database, and which build that is."""

import sqlite3

from datasette import Response
from datasette.database import QueryInterrupted

from readout.web.section import Record, Site

#: What tells one build from another, and what a machine that watches may want to show.
TOLD = ("version", "sources_sha256", "schema_sha256", "readout_version")
#: A count of the largest things on the site reads more of the file than its first page.
ASKED = f"SELECT {', '.join(TOLD)}, (SELECT count(*) FROM articles) AS articles FROM dataset"


async def healthy(site: Site) -> Response:
    """200 with the build that is served, or 503 where the database does not answer; never kept by others."""
    status, told = 200, await _told(site)
    if not told:
        status = 503
    return Response.json({"ok": bool(told), **told}, status=status, headers={"cache-control": "no-store"})


async def _told(site: Site) -> Record:
    try:
        found = await site.rows(ASKED)
    except (sqlite3.Error, QueryInterrupted):
        return {}
    return found[0] if found else {}
