"""What may be downloaded: the database that is served, and the exports that were made from that very file."""

import asyncio
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from readout.export import FORMATS, Format
from readout.export.listing import Listing, listing_file, read_listing
from readout.files import file_sha256
from readout.web.section import Site

#: What each format is for, in a reader's words; FORMATS has the formats themselves.
FOR = {
    "csv": "Every table and view for spreadsheets, R, pandas, frictionless; datapackage.json says what each column is.",
    "ndjson": "Every table and view, a row a line, for jq, DuckDB and streams.",
    "parquet": "Every table and view, typed and small, for DuckDB, pandas, Polars, Spark; DuckDB reads it from here.",
    "web-annotation": "Every anchored span as a W3C Web Annotation, for annotation tools.",
    "claims": "Every claim with its appearances in articles, as linked data of schema.org.",
    "croissant": "For machine learning: the CSV files with Croissant metadata.",
    "schema-org": "For search engines, and one ZIP of all CSV files.",
    "dcat": "For data portals: a DCAT catalogue.",
    "ro-crate": "For archives of research: the files with an RO-Crate.",
    "zenodo": "A deposit for Zenodo, with CITATION.cff.",
}


@dataclass(frozen=True)
class Offer:
    """A format, what it is for, and its files; no listing where it was not made from what is served."""

    format: Format
    purpose: str
    listing: Listing | None


@dataclass(frozen=True)
class Database:
    """The file that is served."""

    bytes: int
    sha256: str


_hashes: WeakKeyDictionary[object, Database] = WeakKeyDictionary()


def place_of(site: Site) -> Path:
    """The folder of the exports: beside the database, or beside the folder with the copy that is served."""
    folder = Path(site.database.path).parent
    return (folder.parent if folder.name.startswith(".serving-") else folder) / "export"


async def database_of(site: Site) -> Database:
    """The size and the hash of the file that is served. It is read once, for it does not change."""
    if site.database not in _hashes:
        file = Path(site.database.path)
        digest = await asyncio.to_thread(file_sha256, file)
        _hashes[site.database] = Database(file.stat().st_size, digest)
    return _hashes[site.database]


async def offers(site: Site) -> list[Offer]:
    """Every format, with its files where they are from what is served."""
    database = await database_of(site)
    formats = [each for each in FORMATS.values() if not each.private]
    return [Offer(each, FOR.get(each.name, ""), listing_of(site, each.name, database)) for each in formats]


def listing_of(site: Site, name: str, database: Database) -> Listing | None:
    """What a format's folder holds, if it was made from what is served."""
    place = place_of(site)
    if name not in FORMATS or FORMATS[name].private or not listing_file(place, name).is_file():
        return None
    state = listing_file(place, name).stat()
    listing = _read(place, name, (state.st_ino, state.st_mtime_ns, state.st_size))
    return listing if listing and listing.database == database.sha256 else None


@lru_cache(maxsize=64)
def _read(place: Path, name: str, state: tuple[int, int, int]) -> Listing | None:
    """A listing of thousands of files is read once; `state` tells it from a later one."""
    return read_listing(place, name)
