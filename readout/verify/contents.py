"""Does a database hold what its manifest says, and what another build has?"""

import sqlite3

from readout.content import TableHash, content_sha256, hash_table
from readout.contract import DATASET
from readout.listing import Listed
from readout.manifest import Manifest, view_sha256
from readout.verify.failure import Report, some
from readout.verify.structure import Structure

AGAIN = "build it again with `readout build`; where it was published, take database and manifest from there again"


def hash_tables(connection: sqlite3.Connection, structure: Structure, report: Report) -> dict[str, TableHash]:
    """What each table holds, as a hash. Raises sqlite3.Error where a value is none that a build writes."""
    hashes = {}
    for name, columns in structure.columns.items():
        wanted = ", ".join(f'"{column}"' for column in columns)
        rows = connection.execute(f'SELECT {wanted} FROM "{name}"')
        try:
            hashes[name] = hash_table(columns, rows)
        except (TypeError, ValueError) as error:
            raise sqlite3.DataError(f"a value of {name} is no text and no finite number") from error
    report.content = content_sha256(hashes)
    return hashes


def origin_of(connection: sqlite3.Connection, structure: Structure) -> dict[str, object]:
    """The row of the table `dataset`."""
    cursor = connection.execute(f"SELECT * FROM {DATASET}")
    return dict(zip(structure.columns[DATASET], cursor.fetchone(), strict=True))


def check_origin(origin: dict[str, object], manifest: Manifest, report: Report) -> bool:
    """Whether a manifest is that of this database, and not of another build."""
    other = [name for name in origin.keys() | manifest.dataset.keys() if origin.get(name) != manifest.dataset.get(name)]
    if other:
        message = f"the manifest is of another build: {some(sorted(other))} of the dataset differ"
        report.fail("manifest", message, AGAIN)
    return not other


def check_tables(hashes: dict[str, TableHash], manifest: Manifest, report: Report) -> None:
    """Each table holds what the manifest says of it."""
    for name in sorted(hashes.keys() | manifest.tables.keys()):
        has, said = hashes.get(name), manifest.tables.get(name)
        if has != said:
            report.fail("content", f"the table {name} {_told(has, said, 'the manifest says')}", AGAIN)
    if not report.failures and manifest.content != report.content:
        report.fail("manifest", "the manifest's hash of the content is not that of the tables it lists", AGAIN)
    report.checked.append("content")


def check_views(structure: Structure, manifest: Manifest, report: Report) -> None:
    """Each view has the SQL that the manifest has the hash of."""
    has = {name: view_sha256(_sql_of(name, sql)) for name, sql in structure.views.items()}
    for name in sorted(has.keys() | manifest.views.keys()):
        if has.get(name) != manifest.views.get(name):
            told = "has other SQL than the one that was built"
            if name not in has or name not in manifest.views:
                told = "is missing" if name not in has else "is one that the manifest has not"
            report.fail("views", f"the view {name} {told}", AGAIN)
    report.checked.append("views")


def _sql_of(name: str, sql: str) -> str:
    """What a view selects: its SQL as its file has it."""
    return sql.removeprefix(f'CREATE VIEW "{name}" AS ')


def check_file(file: Listed, manifest: Manifest, report: Report) -> None:
    """Say where the file has other bytes than the one that was built; that alone is no failure."""
    if manifest.database and file != manifest.database:
        report.remarks.append(
            f"the file is not byte for byte the one that was built (with SQLite {manifest.sqlite}); another version of "
            "SQLite, or VACUUM, does that, and what it holds is compared apart from it"
        )


def check_against(hashes: dict[str, TableHash], mine: Manifest | None, other: Manifest, report: Report) -> None:
    """The content is that of another build; where it is not, say which tables differ, and of what files."""
    differ = {name for name in hashes.keys() | other.tables.keys() if hashes.get(name) != other.tables.get(name)}
    report.checked.append("the other build")
    if not differ:
        report.remarks.append(f"the same content as the other build ({report.content})")
        return
    why = _why(mine, other)
    for name in sorted(differ):
        message = f"the table {name} {_told(hashes.get(name), other.tables.get(name), 'the other build has')}"
        report.fail("against", message, why)


def _why(mine: Manifest | None, other: Manifest) -> str:
    """Where two builds may have come to differ."""
    if mine is None:
        return "compare the sources: this database has no manifest that would tell the files it was made from"
    paths = sorted(mine.files.keys() | other.files.keys())
    files = [path for path in paths if mine.files.get(path) != other.files.get(path)]
    if files:
        return f"they were made from other files: {some(files)}"
    if mine.dataset.get("readout_version") != other.dataset.get("readout_version") or mine.inputs != other.inputs:
        return "the files are the same; other versions of Readout made the two: build both with one"
    return "the same files and the same Readout gave something else: that is a bug; report it with both manifests"


def _told(has: TableHash | None, said: TableHash | None, whose: str) -> str:
    if has is None:
        return "is missing" if whose == "the manifest says" else "is only in the other build"
    if said is None:
        return "is one that the manifest has not" if whose == "the manifest says" else "is not in the other build"
    if has.rows != said.rows:
        return f"has {has.rows:,} rows; {whose} {said.rows:,}"
    return f"holds something else: its {has.rows:,} rows hash to {has.sha256[:12]}…, and {whose} {said.sha256[:12]}…"
