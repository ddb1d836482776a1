"""What has changed since the last build, and the database brought up to it in one transaction.

Each file is looked at for whether it is as it was. Units whose files have changed are read again, and so are those
whose checks or rows rest on what changed; all rows of these are worked out again, and those that came out otherwise
are put in the place of the old ones. The database and the store change together, or not at all.

Whatever can't be gone on with is Stale, and built from nothing: another schema, SQL or version of Readout, a store
that is not of this database, so many changes that to read all takes no longer, or anything that SQLite refuses.
"""

import shutil
import sqlite3
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from readout.compile.again import BUSY, Reread, Rereading, Stale, look
from readout.compile.final import final_rows
from readout.compile.renew import NoRoom, Renewal
from readout.content import Sum
from readout.database import told_by_system
from readout.files import Beside, sync_folder, workplace
from readout.manifest import manifest_of, read_origin
from readout.problem import Problem
from readout.schema import Schema
from readout.sql import Statement
from readout.store.lists import count_files, sources_hash
from readout.store.parts import Parts, indirect, parts_of
from readout.store.scan import Scan
from readout.store.store import put_about, put_sums, put_told, read_about, read_sums, store_of

#: A database of so many bytes or less is changed in a copy that takes its place at one stroke; in a larger one rows are
#: changed where they are, and what a kill leaves half-done SQLite takes back when the file is opened next.
COPIED = 64_000_000

#: Writes the manifest of a changed database beside its place, from the connection (with the store) and the file.
Describe = Callable[[sqlite3.Connection, Path], AbstractContextManager[Beside]]


@dataclass
class Change:
    """What was made of what has changed: problems, and then nothing was; else what the database holds now."""

    problems: list[Problem] = field(default_factory=list)
    sums: dict[str, Sum] = field(default_factory=dict)
    sources: str = ""
    files: int = 0
    read: int = 0


def change(
    root: Path, schema: Schema, views: list[Statement], database: Path, about: dict[str, str], describe: Describe,
    paths: Collection[str] | None = None, jobs: int = 1,
) -> Change | Stale:  # fmt: skip
    """Bring a database up to its sources, or to what lies at some paths alone. Raises Crash, Moved and OSError."""
    store = store_of(database)
    if not database.is_file():
        return Stale("")
    if not store.is_file():
        return Stale("the last build kept nothing to go on with")
    try:
        with closing(sqlite3.connect(store, timeout=BUSY)) as connection:
            found = look(connection, root, schema, about, database.parent, paths, jobs)
            if isinstance(found, Stale):
                return found
            origin, sources = read_origin(database), read_about(connection)["sources"]
            if origin is None or origin[1] != sources:
                return Stale("the database is not the one that the last build left")
            if found.is_as_it_was:
                found.keep(connection)
                connection.commit()
                return Change(sums=read_sums(connection), sources=sources, files=count_files(connection))
        return _changed(root, schema, views, database, found, describe)
    except NoRoom:
        return Stale("there is no more room between two rows")
    except sqlite3.Error as error:
        return Stale(f"SQLite could not go on with the last build ({error})")


def settle(database: Path) -> None:
    """Let SQLite take back what a build that was killed left half-done; nothing of it is left beside the files.

    Takes the database, whose store is settled as well. A journal that outlived its file would be read into the next.
    """
    for file in (database, store_of(database)):
        journal = file.with_name(f"{file.name}-journal")
        if journal.exists():
            with suppress(sqlite3.Error), closing(sqlite3.connect(file, timeout=BUSY)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master")
            journal.unlink(missing_ok=True)


def _changed(
    root: Path, schema: Schema, views: list[Statement], database: Path, found: Scan, describe: Describe
) -> Change | Stale:
    """Change rows in a copy, or where they are in a large database that nobody has under another name."""
    with ExitStack() as stack:
        file, about = database, database.stat()
        if about.st_nlink > 1 or about.st_size <= COPIED:
            file = stack.enter_context(workplace(database.parent)) / database.name
            shutil.copy(database, file)
        stack.enter_context(told_by_system(database))
        connection = stack.enter_context(closing(sqlite3.connect(file, timeout=BUSY, isolation_level=None)))
        connection.execute("ATTACH ? AS store", (str(store_of(database)),))
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        try:
            again = Rereading(root, schema, connection, found).run()
            if isinstance(again, Stale) or again.problems:
                connection.execute("ROLLBACK")
                return again if isinstance(again, Stale) else Change(again.problems)
            made = _renew(schema, views, connection, found, again)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        if file == database:
            manifest_of(database).unlink(missing_ok=True)
        connection.execute("COMMIT")
        manifest = stack.enter_context(describe(connection, file))
        manifest_of(database).unlink(missing_ok=True)
        connection.close()
        if file != database:
            file.replace(database)
        manifest.put()
        sync_folder(database.parent)
    return made


def _renew(
    schema: Schema, views: list[Statement], connection: sqlite3.Connection, found: Scan, again: Reread
) -> Change:  # fmt: skip
    """Bring the rows up to the units, and let the store know."""
    renewal = Renewal(connection, schema, views, read_sums(connection))
    for one in again.units:
        before = one.before or Parts(one.path)
        if one.unit is None:
            renewal.unit(before.rows, None)
            continue
        again.world.asked = one.asked
        parts = one.parts or parts_of(one.unit, schema)
        parts.rows = renewal.unit(before.rows, final_rows(one.unit, schema, again.world))
        parts.asked = indirect(one.asked, parts)
        assert one.number is not None
        put_told(connection, one.number, before.asked, parts)
    found.keep(connection)
    sources = sources_hash(connection)
    renewal.run(sources, again.difference.renamed)
    put_sums(connection, renewal.sums)
    put_about(connection, {"sources": sources})
    return Change(sums=renewal.sums, sources=sources, files=count_files(connection), read=len(again.units))
