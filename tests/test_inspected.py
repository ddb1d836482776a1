"""The inspect file, from which Datasette knows the counts without counting: only ever of the very database."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from readout.inspected import NAME, write_inspected
from readout.manifest import manifest_of, parse_manifest, read_head
from tests.conftest import run_all, run_readout
from tests.made import edit, make_project


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a project with a row in every table; not to be changed."""
    project = make_project(tmp_path_factory.mktemp("inspected") / "project")
    return run_all(project, ["anchor", "--texts", "texts"], ["build"]) / "build" / "readout.db"


def test_all_counts_are_those_of_the_database(database: Path, tmp_path: Path) -> None:
    """Of each table, those of SQLite and the full-text indexes included; what an index keeps for itself is left out."""
    file = write_inspected(database, tmp_path, manifest_of(database))
    assert file == tmp_path / NAME
    [(name, told)] = json.loads(file.read_text()).items()
    assert (name, told["size"], told["file"]) == ("readout", database.stat().st_size, str(database))
    with closing(sqlite3.connect(database)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in told["tables"]}
    assert told["tables"] == {name: {"count": count} for name, count in counts.items()}
    assert {"quotes", "quotes_fts", "sqlite_stat1", "stored_article_counts"} <= counts.keys()
    assert all("_fts_" in name for name in names - counts.keys())


def test_a_manifest_of_another_build_is_not_believed(database: Path, tmp_path: Path) -> None:
    """As between a new database and its manifest; nor one that is missing or broken. Datasette then counts."""
    other = tmp_path / "project"
    shutil.copytree(database.parent.parent, other)
    edit(other / "sources" / "curators.yaml", "name: Ann", "name: Anna")
    assert run_readout("build", project=other).code == 0
    changed = other / "build" / "readout.db"
    theirs = manifest_of(changed)
    assert write_inspected(database, tmp_path, theirs) is None
    assert write_inspected(changed, tmp_path, theirs)
    theirs.write_bytes(theirs.read_bytes()[:200])
    assert write_inspected(changed, tmp_path, theirs) is None
    theirs.unlink()
    assert write_inspected(changed, tmp_path, theirs) is None


def test_the_head_of_a_manifest_is_all_but_its_files(database: Path) -> None:
    """However many there are."""
    whole, head = parse_manifest(manifest_of(database).read_bytes()), read_head(manifest_of(database))
    assert head and whole.files and not head.files
    assert (head.tables, head.views, head.dataset, head.content) == (
        whole.tables, whole.views, whole.dataset, whole.content
    )  # fmt: skip
