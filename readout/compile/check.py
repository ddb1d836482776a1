"""Check a project's sources: what has changed since the last build, with all that rests on it; or all of them."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from readout.checked import Checked, Since
from readout.compile.again import BUSY, Rereading, Stale, look
from readout.compile.fresh import Fresh
from readout.compile.wanted import Wanted, placed, while_files_move
from readout.project import database_of
from readout.step import Step
from readout.store.lists import count_files
from readout.store.store import read_about, store_of

#: For a transaction that is never committed: nothing of it may reach the file, nor a journal beside it.
UNWRITTEN = "PRAGMA journal_mode = MEMORY; PRAGMA cache_spill = OFF; BEGIN IMMEDIATE"


def check(
    want: Wanted, jobs: int, step: Step, fresh: bool = False, since: Since | None = None
) -> Checked:  # fmt: skip
    """Check a project; nothing is written.

    `fresh` reads all though the last build could be gone on with; `since` tells what alone is looked at. Raises Crash,
    and OSError.
    """

    def check_once() -> Checked:
        again = Stale("") if fresh else _check_again(want, jobs, since)
        return _check_all(want, jobs, step, again.why) if isinstance(again, Stale) else again

    return while_files_move(check_once)


def _check_all(want: Wanted, jobs: int, step: Step, why: str) -> Checked:
    with TemporaryDirectory(prefix="readout-") as folder:
        fresh = Fresh(want.root, want.schema, Path(folder), Path(folder, "store.db"), None, jobs, step)
        fresh.run().close()
    return Checked(placed([*fresh.problems, *want.sql_problems], want.root), fresh.files, why=why)


def _check_again(want: Wanted, jobs: int, since: Since | None) -> Checked | Stale:
    """Go on with the last build, which left no problems; its store stays as it is."""
    store = store_of(database_of(want.root))
    if not store.is_file():
        return Stale("")
    try:
        with closing(sqlite3.connect(store, timeout=BUSY, isolation_level=None)) as connection:
            connection.executescript(UNWRITTEN)
            build = read_about(connection).get("sources", "")
            paths = since.paths if since and since.build == build else None
            found = look(connection, want.root, want.schema, want.about, None, paths, jobs)
            if isinstance(found, Stale):
                return found
            again = Rereading(want.root, want.schema, connection, found).run()
            if isinstance(again, Stale):
                return again
            files = count_files(connection)
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return Stale(f"SQLite could not go on with the last build ({error})")
    problems = placed([*again.problems, *want.sql_problems], want.root)
    return Checked(problems, files, len(again.units), changed=found.otherwise, build=build)
