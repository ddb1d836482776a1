"""A Datasette in this process on the made-up dataset, on the real one, or on a changed copy of either."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from datasette.app import Datasette

from readout.sql import read_statements
from readout.stored import fill
from tests.conftest import ROOT


class Page(NamedTuple):
    """An answer: its status, its text and its headers."""

    status: int
    text: str
    headers: Any


Fetch = Callable[..., Page]
#: The rows of a statement: rows(database, "SELECT …", parameter…).
Rows = Callable[..., list[tuple[Any, ...]]]
#: A changed copy of a database: changed(database, "UPDATE …;").
Changed = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def fetch() -> Iterator[Fetch]:
    """Get an address from a database: fetch(database, "/articles/ID", headers={…})."""
    loop = asyncio.new_event_loop()
    started: dict[Path, Datasette] = {}

    def get(database: Path, path: str, **options: Any) -> Page:
        if database not in started:
            started[database] = Datasette([], immutables=[str(database)])
        answer = loop.run_until_complete(started[database].client.get(path, **options))
        return Page(answer.status_code, answer.text, answer.headers)

    yield get
    loop.close()


@pytest.fixture(scope="session")
def real_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database built from the repository's own sources, once for all tests; not to be changed."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copy(ROOT / "schema.yaml", folder)
    for name in ("views", "queries", "sources"):
        shutil.copytree(ROOT / name, folder / name)
    command = [sys.executable, "-m", "readout", "--project", str(folder), "build"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return folder / "build" / "readout.db"


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """A copy of a database with statements run on it, and what the build counts counted again."""
    views = [view for view in read_statements(ROOT, "views")[0] if view.stored]

    def change(database: Path, script: str) -> Path:
        copy = tmp_path / "readout.db"
        shutil.copy(database, copy)
        connection = sqlite3.connect(copy)
        connection.executescript(script)
        with connection:
            for view in views:
                fill(connection, view)
        connection.close()
        return copy

    return change


@pytest.fixture
def rows() -> Rows:
    """The rows that a statement finds in a database: rows(database, "SELECT …", parameter…)."""

    def run(database: Path, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(database)
        try:
            return connection.execute(sql, parameters).fetchall()
        finally:
            connection.close()

    return run
