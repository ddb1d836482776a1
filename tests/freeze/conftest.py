"""The made-up project frozen once for all tests."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import run_readout

#: Fewer rows than some tables have, so that there are tables of both sorts: with a page for each row, and without.
ROWS = 20
#: A claim that was renamed: its old address is to lead to the new one.
FORMER, NOW = "old-bump", "bump-date"


@pytest.fixture(scope="session")
def frozen_database(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the made-up database, in which a claim had another id before."""
    file = Path(shutil.copy(database, tmp_path_factory.mktemp("frozen") / "readout.db"))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO redirects VALUES ('r-1', 'claims', ?, ?, 'renamed')", (FORMER, NOW))
        connection.commit()
    return file


@pytest.fixture(scope="session")
def edition(built_project: Path, frozen_database: Path) -> Path:
    """The edition of it; not to be changed."""
    target = frozen_database.parent / "edition"
    ended = run_readout(
        "freeze", "--database", frozen_database, "--to", target, "--rows", str(ROWS), "--jobs", "1",
        project=built_project,
    )  # fmt: skip
    assert ended.code == 0, ended.stdout + ended.stderr
    return target
