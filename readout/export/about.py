"""What every description of the dataset says, in one place: who made it, its licence, its dates, its files."""

import re
import shutil
from pathlib import Path

from readout.export.csv_package import write_package
from readout.export.files import Made, as_made, pack
from readout.export.source import Source

DATABASE = "readout.db"
ARCHIVE = "readout-csv.zip"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: What a search by subject finds the dataset under.
KEYWORDS = ("news", "journalism", "annotation", "quotations", "claims", "framing", "media comparison")


def release_day(source: Source) -> str | None:
    """The day of the release (YYYY-MM-DD); None where there is none, or only a month or a year is known."""
    released = source.dataset["released"]
    return released if released and DAY.fullmatch(released) else None


def covered(source: Source) -> tuple[str, str] | None:
    """The first and the last day on which an article was published (YYYY-MM-DD, UTC); None where none has a date."""
    first, last = source.connection.execute(
        "SELECT min(substr(published_earliest, 1, 10)), max(substr(published_latest, 1, 10)) FROM articles"
    ).fetchone()
    return (first, last) if first and last and DAY.fullmatch(first) and DAY.fullmatch(last) else None


def write_downloads(source: Source, folder: Path) -> list[Made]:
    """Put the database and a ZIP of the CSV files into a folder; returns what they are."""
    inside = folder / ARCHIVE.removesuffix(".zip")
    write_package(source, inside)
    pack(inside, folder / ARCHIVE)
    return [
        write_database(source, folder),
        as_made(folder, ARCHIVE, "All tables as CSV files, with a Data Package", "application/zip"),
    ]


def write_database(source: Source, folder: Path) -> Made:
    """Copy the database into a folder."""
    shutil.copyfile(source.file, folder / DATABASE)
    return as_made(folder, DATABASE, "The whole dataset as an SQLite database", "application/vnd.sqlite3")
