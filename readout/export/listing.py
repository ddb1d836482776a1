"""What lies in a folder of exports: for each format the database it was made from, and its files with their hashes.

The listings stand in a hidden folder beside that of the exports: build/.export/FORMAT.json. One is taken away before
a new export takes the folder's place and written after it, so a listing never speaks of files that are gone.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readout.export.files import write_json
from readout.files import file_sha256


@dataclass(frozen=True)
class File:
    """A file of an export: its path in the format's folder, its size in bytes and its SHA-256 in hexadecimal."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Listing:
    """An export: its format, the SHA-256 of the database that it was made from, and its files by path."""

    format: str
    database: str
    files: dict[str, File]


def write_listing(place: Path, name: str, database: Path) -> None:
    """Write down what a format's folder in `place` holds. Raises OSError."""
    folder = place / name
    files = [_file(folder, found) for found in sorted(folder.rglob("*")) if found.is_file()]
    told = {"format": name, "database": file_sha256(database), "files": [asdict(file) for file in files]}
    write_json(listing_file(place, name), told)


def remove_listing(place: Path, name: str) -> None:
    """Take the listing of a format away. Raises OSError."""
    listing_file(place, name).unlink(missing_ok=True)


def read_listing(place: Path, name: str) -> Listing | None:
    """The listing of a format; None where there is none, or none that can be read."""
    try:
        told: Any = json.loads(listing_file(place, name).read_text(encoding="utf-8"))
        files = [File(each["path"], each["bytes"], each["sha256"]) for each in told["files"]]
        return Listing(name, told["database"], {file.path: file for file in files})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def listing_file(place: Path, name: str) -> Path:
    """Where the listing of a format is."""
    return place.with_name(f".{place.name}") / f"{name}.json"


def _file(folder: Path, file: Path) -> File:
    return File(file.relative_to(folder).as_posix(), file.stat().st_size, file_sha256(file))
