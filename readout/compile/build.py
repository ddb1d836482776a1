"""Build a project's database: what has changed, or all of it."""

import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from readout.compile.again import Stale
from readout.compile.change import change, settle
from readout.compile.derived import OF_VARIANTS, redirect_rows
from readout.compile.fresh import Fresh
from readout.compile.load import begin_rows, load_rows
from readout.compile.wanted import Wanted, placed, while_files_move
from readout.content import Sum
from readout.database import BadSql, add_indexes, begin_database, finish_database, insert, quoted, told_by_system
from readout.dictionary import dataset_row, dictionary_rows
from readout.files import OF_BUILDS, Beside, beside, explained, sweep, sync_folder, workplace
from readout.listing import Listed, Listing, inputs_sha256
from readout.manifest import Made, entry, listed, manifest_of, read_inputs, write_manifest
from readout.problem import Faulty
from readout.project import database_of
from readout.row import Rows
from readout.step import Step
from readout.store.lists import begin_lists, entries, sources_hash
from readout.store.scan import forget_young, mark_folders, now_in
from readout.store.store import put_about, put_sums, read_about, read_sums, store_of
from readout.stored import stored_sum, table_of, view_sql

#: A database of so many bytes or less is hashed as a file after each change as well.
HASHED = 64_000_000


@dataclass(frozen=True)
class Built:
    """What a build did: the rows by table now, the files, how many were read, and the seconds that it took.

    `why` says why all was read, where the last build could not be gone on with.
    """

    root: Path
    counts: dict[str, int]
    files: int
    read: int
    seconds: float
    why: str = ""
    inputs: str = ""


def build(want: Wanted, jobs: int, step: Step, fresh: bool = False, paths: Collection[str] | None = None) -> Built:
    """Bring a project's database up to its sources, while no other process does.

    `fresh` reads all though the last build could be gone on with; `paths` are looked at alone, where it is known that
    nothing else has changed since the last build. Raises Faulty where the sources or the SQL have problems (the old
    database then stays), Crash, and OSError.
    """
    begun = time.perf_counter()
    sweep(want.root, OF_BUILDS)
    built = while_files_move(lambda: _build(want, jobs, step, fresh, paths))
    return replace(built, seconds=time.perf_counter() - begun)


def _build(want: Wanted, jobs: int, step: Step, fresh: bool, paths: Collection[str] | None) -> Built:
    database = database_of(want.root)
    with explained(database):
        settle(database)
        stale, describe = Stale("") if fresh else None, partial(_described, want)
        changed = stale or change(want.root, want.schema, want.views, database, want.about, describe, paths, jobs)
    if isinstance(changed, Stale):
        sums, sources, files = _build_fresh(want, jobs, step)
        read, why = files, changed.why
    else:
        if changed.problems:
            raise Faulty(placed(changed.problems, want.root))
        sums, sources, files, read, why = changed.sums, changed.sources, changed.files, changed.read, ""
    counts = {name: one.rows for name, one in sorted(sums.items()) if one.rows and name in want.schema.tables}
    inputs = inputs_sha256(want.around, sources)
    if read_inputs(manifest_of(database)) != inputs:  # somebody took it away, or a build was killed before it was there
        with ExitStack() as stack:
            stack.enter_context(explained(database))
            kept = stack.enter_context(closing(sqlite3.connect(store_of(database))))
            stack.enter_context(_described(want, kept, database)).put()
    return Built(want.root, counts, files, read, 0.0, why, inputs)


def _build_fresh(want: Wanted, jobs: int, step: Step) -> tuple[dict[str, Sum], str, int]:
    """Read all, and put a new database in the place of the old one; returns the sums, the sources' hash, the files."""
    file, schema = database_of(want.root), want.schema
    with ExitStack() as stack:
        stack.enter_context(explained(file))
        place = stack.enter_context(workplace(file.parent))
        database, store = stack.enter_context(beside(file)), stack.enter_context(beside(store_of(file)))
        horizon = now_in(place)
        stack.enter_context(told_by_system(file))
        rows_file = place / "rows.db"
        rows = stack.enter_context(closing(begin_rows(rows_file, schema)))
        fresh = Fresh(want.root, schema, place, store.path, rows, jobs, step)
        kept = stack.enter_context(closing(fresh.run()))
        if fresh.problems or want.sql_problems:
            raise Faulty(placed([*fresh.problems, *want.sql_problems], want.root))
        connection = stack.enter_context(closing(begin_database(database.path, schema)))
        first = [table for name, table in schema.tables.items() if name not in OF_VARIANTS]
        for number, table in enumerate(first):
            step("tables", number, len(first))
            load_rows(connection, rows_file, [table])
            add_indexes(connection, [table])
        fresh.compare(database.path)
        load_rows(connection, rows_file, [schema.tables[name] for name in OF_VARIANTS])
        add_indexes(connection, [schema.tables[name] for name in OF_VARIANTS])
        begin_lists(kept)
        sources = sources_hash(kept)
        sums = {name: Sum() for name in schema.tables} | fresh.sums
        told = Rows([*redirect_rows(kept), dataset_row(schema, sources), *dictionary_rows(schema, want.views)])
        for name in told.counts():
            sums[name].join(insert(connection, schema.tables[name], told[name]))
        try:
            finish_database(connection, schema, want.views, want.queries)
        except BadSql as error:
            raise Faulty(error.problems) from error
        forget_young(kept, horizon)
        mark_folders(kept)
        sums |= {table_of(view): stored_sum(connection, view) for view in want.views if view.stored}
        put_sums(kept, sums)
        put_about(kept, {**want.about, "sources": sources})
        connection.close()
        manifest = stack.enter_context(beside(manifest_of(file)))
        _write_manifest(manifest.path, want, kept, listed(database.path))
        kept.close()
        _put(database, store, manifest)
    return sums, sources, fresh.files


def _write_manifest(file: Path, want: Wanted, kept: sqlite3.Connection, database: Listed | None) -> None:
    """The manifest of a build, from what the store has of it."""
    sums, about = read_sums(kept), read_about(kept)
    columns = {name: list(table.columns) for name, table in want.schema.tables.items()}
    columns |= {table_of(view): list(view.columns) for view in want.views if view.stored}
    tables = {name: sums[name].result(names) for name, names in columns.items()}
    views = {view.name: view_sql(view) for view in want.views}
    dataset = dataset_row(want.schema, about["sources"]).values
    made = Made(dataset, tables, views, _files(want.around, kept))
    with file.open("w", encoding="utf-8") as opened:
        write_manifest(opened, made, database, inputs_sha256(want.around, about["sources"]))


@contextmanager
def _described(want: Wanted, kept: sqlite3.Connection, file: Path) -> Iterator[Beside]:
    """The manifest of a database whose rows have changed, beside its place."""
    small = file.stat().st_size <= HASHED
    with beside(manifest_of(database_of(want.root))) as manifest:
        _write_manifest(manifest.path, want, kept, listed(file) if small else None)
        manifest.sync()
        yield manifest


def _files(around: Listing, kept: sqlite3.Connection) -> Iterator[str]:
    """All files that a database is made from, in the order of their paths, as the manifest has them."""
    others = sorted(around.items())
    yield from (entry(path, one) for path, one in others if path < "sources/")
    yield from entries(kept)
    yield from (entry(path, one) for path, one in others if path > "sources/")


def _put(database: Beside, store: Beside, manifest: Beside) -> None:
    """Put all in their places; whoever finds them at any moment, also after a kill, finds what belongs together.

    The old manifest goes first and the new one comes last: in between there is none, which `readout verify` tells. A
    store that is not of the database beside it tells so itself: it has the hash of other sources.
    """
    for one in (database, store, manifest):
        one.sync()
    manifest.file.unlink(missing_ok=True)
    database.put()
    store.put()
    manifest.put()
    sync_folder(database.file.parent)


def marks_of(want: Wanted) -> dict[str, str]:
    """What was kept of the last build by name; `registers` stands for all that the registers say."""
    with closing(sqlite3.connect(store_of(database_of(want.root)))) as kept:
        sums = read_sums(kept)
        totals = [(name, sums[name].rows, f"{sums[name].total:x}") for name in sorted(want.schema.registers)]
        return {**read_about(kept), "registers": sha256(repr(totals).encode()).hexdigest()}


def keep_marks(want: Wanted, marks: dict[str, str]) -> None:
    """Keep some texts by name until the next build from nothing."""
    with closing(sqlite3.connect(store_of(database_of(want.root)))) as kept, kept:
        put_about(kept, marks)


def known_ids(want: Wanted) -> dict[str, dict[str, str]]:
    """The ids of all registers with what their records are called, in alphabetical order, from the last build."""
    found: dict[str, dict[str, str]] = {}
    with closing(sqlite3.connect(f"{database_of(want.root).absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for name in want.schema.registers:
            label = quoted(want.schema.tables[name].label or "id")
            found[name] = dict(
                connection.execute(f'SELECT "id", coalesce({label}, \'\') FROM {quoted(name)} ORDER BY "id"')
            )
    return found
