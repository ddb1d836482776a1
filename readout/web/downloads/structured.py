"""The dataset as a schema.org `Dataset`, for the head of the home page, where search engines look for it."""

import json
import sqlite3
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from markupsafe import Markup

from readout.export.about import ARCHIVE, DATABASE
from readout.export.files import Made
from readout.export.schema_org import dataset, download
from readout.export.source import Source
from readout.web.downloads.offered import Database, Offer, database_of, offers
from readout.web.section import Site

#: The description without downloads costs a look at every table.
_described: WeakKeyDictionary[object, dict[str, Any]] = WeakKeyDictionary()


async def structured(site: Site) -> Markup:
    """The JSON-LD, such as may stand in a <script>."""
    if site.database not in _described:
        _described[site.database] = await site.database.execute_fn(_describe)
    base = str(site.datasette.absolute_url(site.request, site.path("/"))).rstrip("/")
    made = _downloads(await database_of(site), await offers(site))
    parts = [download(each, f"{base}/") for each in made]
    told = {**_described[site.database], "url": f"{base}/", "distribution": parts}
    return Markup(json.dumps(told, ensure_ascii=False).replace("<", "\\u003c"))


def _describe(connection: sqlite3.Connection) -> dict[str, Any]:
    return dataset(Source(connection, Path(DATABASE)), [])


def _downloads(database: Database, offered: list[Offer]) -> list[Made]:
    title = "The whole dataset as an SQLite database"
    found = [Made(DATABASE, title, "application/vnd.sqlite3", database.bytes, database.sha256)]
    for offer in offered:
        file = offer.listing.files.get(ARCHIVE) if offer.listing else None
        if file and len(found) == 1:
            path = f"-/downloads/{offer.format.name}/{file.path}"
            found.append(Made(path, "All tables and views as CSV files", "application/zip", file.bytes, file.sha256))
    return found
