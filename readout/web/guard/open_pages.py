"""Datasette's pages about itself: those that tell of this machine tell less, or nothing."""

from typing import Any

from datasette import Response

#: What a visitor may know of a database.
TOLD = ("name", "route", "size", "is_mutable", "is_memory", "hash")


async def databases(datasette: Any, request: Any) -> Response:
    """`/-/databases.json` without the paths of files."""
    if hasattr(datasette, "_databases_data"):
        found = (await datasette._databases_data(request))["databases"]
        return Response.json({"ok": True, "databases": [_told(database) for database in found]})
    return Response.json([_told(database) for database in datasette._connected_databases()])


async def closed() -> Response:
    """`/-/threads` and `/-/tasks` show what runs in the process, with paths."""
    return Response.text("This page is not shown to visitors.\n", status=403)


def _told(database: dict[str, Any]) -> dict[str, Any]:
    return {key: database[key] for key in TOLD if key in database}


ROUTES = [
    (r"^/-/databases(\.json)?$", databases),
    (r"^/-/(threads|tasks)(\.json)?$", closed),
]
