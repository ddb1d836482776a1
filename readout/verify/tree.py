"""Does a database come from the files of a project as they lie there now?"""

import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from readout.listing import Listed, Listing, sources_sha256
from readout.manifest import Manifest, listed
from readout.verify.failure import Report, some

#: What a database is made from; nothing else is opened, whatever a manifest lists.
PLACES = re.compile(r"schema\.yaml|sources/.+|(?:views|queries)/[^/]+\.sql")
AGAIN = "run `readout build`, so that the database is what the sources say"
PATHS = 'SELECT \'sources/articles/\' || "outlet" || \'/\' || "id" || \'.md\' FROM "articles" ORDER BY "id"'


def _paths(root: Path) -> Iterator[str]:
    for name in ("schema.yaml", "sources", "views", "queries"):
        for folder, folders, files in os.walk(root / name):
            folders[:] = [one for one in folders if not one.startswith(".")]
            yield from (Path(folder, file).relative_to(root).as_posix() for file in files if not file.startswith("."))
    if (root / "schema.yaml").is_file():
        yield "schema.yaml"


def files_of(root: Path) -> Listing:
    """The plain files of a project that a database is made from, as they are now. Raises OSError.

    Links lead elsewhere, and a pipe has no end: neither is opened.
    """
    paths = [path for path in sorted(_paths(root)) if PLACES.fullmatch(path)]
    return {path: listed(root / path) for path in paths if (root / path).is_file() and not (root / path).is_symlink()}


def check_files(root: Path, manifest: Manifest, report: Report) -> None:
    """Every file that the database was made from is there and as it was, and there is none besides."""
    now = files_of(root)
    gone = sorted(manifest.files.keys() - now.keys())
    changed = sorted(path for path in manifest.files.keys() & now.keys() if manifest.files[path] != now[path])
    new = sorted(now.keys() - manifest.files.keys())
    for paths, told in ((gone, "is gone"), (changed, "has changed"), (new, "is new")):
        if paths:
            what = told if len(paths) == 1 else told.replace("is ", "are ").replace("has ", "have ")
            report.fail("sources", f"{some(paths)} {what} since the database was built", AGAIN)
    report.checked.append("sources")


def check_sources(root: Path, origin: dict[str, object], report: Report) -> None:
    """Without a manifest: all sources together, and the schema, are those that the database says it was made from."""
    now = files_of(root)
    if origin["sources_sha256"] != sources_sha256(now):
        report.fail("sources", "the files under sources are not those that the database was built from", AGAIN)
    if origin["schema_sha256"] != now.get("schema.yaml", Listed(0, "")).sha256:
        report.fail("sources", "schema.yaml is not the one that the database was built by", AGAIN)
    report.checked.append("sources")


def check_articles(connection: sqlite3.Connection, root: Path, report: Report) -> None:
    """Every article of the database, on which all annotations rest, has its file."""
    paths = [str(path) for (path,) in connection.execute(PATHS)]
    gone = [path for path in paths if not PLACES.fullmatch(path) or ".." in path or not (root / path).is_file()]
    if gone:
        report.fail("sources", f"articles whose file is gone: {some(gone)}", AGAIN)
