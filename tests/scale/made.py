"""What the tests of builds on a cluster share: projects, a run without any cluster, and a look into what it made."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readout.database import quoted
from readout.scale import build
from readout.scale.build import Sizes
from readout.scale.job import Job
from readout.schema import Schema, Table
from tests.bench.corpus import Order, write_corpus
from tests.conftest import ROOT, copy_project

#: So small that the projects of the tests make several groups and parts.
SMALL = Sizes(group=60_000, part=250_000)


def made_project(folder: Path) -> Path:
    """A made project of 60 articles."""
    write_corpus(Order(60), folder, jobs=1)
    return folder


def second_project(folder: Path) -> Path:
    """The made-up corpus with second annotations."""
    project = copy_project(folder)
    shutil.copytree(ROOT / "tests" / "agreement", project, dirs_exist_ok=True)
    return project


def without_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds run in this process: each task one after the other, on what nobody else has."""

    class Client:
        id = "here"

    @contextmanager
    def connected(address: str) -> Iterator[Client]:
        yield Client()

    def run(
        client: Any, label: str, function: Callable[..., Any], job: Job, tasks: Sequence[Any], step: Any
    ) -> list[Any]:
        step(label, 0, len(tasks))
        return [function(job, *task) for task in tasks]

    monkeypatch.setattr(build, "connected", connected)
    monkeypatch.setattr(build, "run", run)


def tables_of(target: Path) -> Path:
    """The folder of the tables of a result."""
    return target / str(json.loads((target / "_complete.json").read_text(encoding="utf-8"))["folder"])


def rows_of(target: Path, table: Table) -> list[tuple[Any, ...]]:
    """The rows of a table in a result, in the order of their ids; as SQLite gives them."""
    files = sorted(map(str, (tables_of(target) / table.name).glob("*.parquet")))
    if not files:
        return []
    names = ", ".join(map(quoted, table.columns))
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT {names} FROM read_parquet(?) ORDER BY id", [files]).fetchall()
    return [tuple(int(value) if isinstance(value, bool) else value for value in row) for row in rows]


def files_of(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def people_fill(schema: Schema) -> list[Table]:
    """The tables that people fill."""
    return [table for table in schema.tables.values() if not table.derived]
