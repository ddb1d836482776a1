"""`/-/downloads`, the same as JSON, and the files themselves."""

from typing import Any

from datasette import Response

from readout.web.downloads.offered import Offer, database_of, listing_of, offers, place_of
from readout.web.downloads.sent import Download
from readout.web.respond import page
from readout.web.section import Site

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8", ".ndjson": "application/x-ndjson", ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json", ".jsonld": "application/ld+json", ".zip": "application/zip",
    ".db": "application/vnd.sqlite3", ".cff": "application/yaml",
}  # fmt: skip


async def downloads_page(site: Site) -> Response:
    """What may be downloaded: the database, and each format with its files, or how to make it."""
    context = {"offers": await offers(site), "file": await database_of(site)}
    return await page(site, "readout_downloads.html", context)


async def downloads_json(site: Site) -> Response:
    """The same for programs: {database: {url, bytes, sha256}, formats: {name: {title, files: […] or null}}}."""
    database = await database_of(site)
    whole = {"url": site.path("/readout.db"), "bytes": database.bytes, "sha256": database.sha256}
    formats = {offer.format.name: _told(site, offer) for offer in await offers(site)}
    return Response.json({"ok": True, "database": whole, "formats": formats})


def _told(site: Site, offer: Offer) -> dict[str, Any]:
    files = None
    if offer.listing:
        base = site.path(f"/-/downloads/{offer.format.name}/")
        files = [
            {"path": file.path, "url": base + file.path, "bytes": file.bytes, "sha256": file.sha256}
            for file in offer.listing.files.values()
        ]
    return {"title": offer.format.title, "media_type": offer.format.media_type, "files": files}


async def download(site: Site, name: str, path: str) -> Any:
    """A file of an export, whole or a part of it; 404 where it is not of what is served."""
    listing = listing_of(site, name, await database_of(site))
    file = listing.files.get(path) if listing else None
    found = place_of(site) / name / path
    if file is None or not found.is_file() or found.stat().st_size != file.bytes:
        said = f"There is no such download of the build that is served; see {site.path('/-/downloads')}\n"
        return Response.text(said, status=404)
    kind = MEDIA_TYPES.get(found.suffix, "application/octet-stream")
    return Download(site.request, found, file.sha256, kind)
