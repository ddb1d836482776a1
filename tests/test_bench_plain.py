"""The plain script that Readout is measured against writes the same tables, row by row; else nothing is compared."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.bench.corpus import Order, write_corpus
from tests.bench.plain import Loader, build
from tests.conftest import copy_project, run_readout


def contents(database: Path) -> dict[str, Any]:
    """The rows of all tables, their references and indexes, the names of views, and what a full-text table finds."""
    found: dict[str, Any] = {}
    with closing(sqlite3.connect(database)) as connection:
        listed = "SELECT type, name, tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"
        for kind, name, table in connection.execute(listed).fetchall():
            if kind == "index":
                columns = [row[2] for row in connection.execute(f'PRAGMA index_info("{name}")')]
                found[f"{table} by {', '.join(columns)}"] = True
            elif name.endswith("_fts"):
                match = f'SELECT count(*) FROM "{name}" WHERE "{name}" MATCH \'the OR a OR of\''
                found[name] = connection.execute(match).fetchone()[0]
            elif kind == "view" or "_fts_" not in name:
                found[name] = rows_of(connection, name)
                keys = connection.execute(f'PRAGMA foreign_key_list("{name}")')
                found[f"{name} →"] = sorted((row[3], row[2]) for row in keys)
    return found


def rows_of(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    """The rows of a table or a view in an order of their own, each as pairs of column and value."""
    cursor = connection.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    return sorted((tuple(zip(names, row, strict=True)) for row in cursor), key=repr)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of 30 articles; not to be changed."""
    folder = tmp_path_factory.mktemp("made") / "project"
    write_corpus(Order(30), folder, jobs=1)
    return folder


def compare(project: Path, folder: Path) -> None:
    """Build a project both ways, and compare all that the databases hold."""
    ended = run_readout("build", project=project)
    assert ended.code == 0, ended.stdout + ended.stderr
    build(project, folder / "plain.db")
    ours, plain = contents(project / "build" / "readout.db"), contents(folder / "plain.db")
    assert ours.keys() == plain.keys()
    for name in ours:
        assert ours[name] == plain[name], name
    assert len(ours["coverage"]) > 20


def test_a_made_up_project_gives_the_same_rows(made: Path, tmp_path: Path) -> None:
    """Thirty articles that use every table."""
    compare(made, tmp_path)


def test_a_project_written_by_hand_gives_the_same_rows(tmp_path: Path) -> None:
    """It has second annotations, withdrawn and merged records, and versions of texts."""
    compare(copy_project(tmp_path / "project"), tmp_path)


def test_the_plain_script_reads_text_as_it_is_written() -> None:
    """Its YAML is PyYAML's, but without dates, sexagesimal and octal numbers, and with two words for truth."""
    import yaml  # noqa: PLC0415

    text = "[2025-01-02, no, on, 12:30, 012, 1_000, 1e3, .5, 3, -3, 2.5, true, null, ~]"
    values = ["2025-01-02", "no", "on", "12:30", "012", "1_000", "1e3", ".5", 3, -3, 2.5, True, None, None]
    assert yaml.load(text, Loader=Loader) == values
