"""A project as the commands see it: read from its folder, and checked. The order of the first stages is here.

schema → sources → rows → one world → checks
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

import click

from readout.checks import Memory
from readout.listing import Listed, Listing, hashed
from readout.places import with_lines
from readout.problem import Faulty, Problem
from readout.record import Reading, decode
from readout.schema import Schema
from readout.schema_check import check_schema
from readout.schema_compile import parse_schema
from readout.source import SourceFile, list_sources
from readout.sql import Statement, read_sql
from readout.strict_yaml import index_yaml
from readout.workspace import Workspace

SCHEMA = "schema.yaml"


@dataclass
class Project:
    """A project's folder, what was read from it, and what the checks made of it."""

    root: Path
    schema: Schema
    workspace: Workspace
    views: list[Statement]
    queries: list[Statement]
    sql_problems: list[Problem]

    @cached_property
    def problems(self) -> list[Problem]:
        """All problems, in the order of their places."""
        return with_lines([*self.workspace.problems(), *self.sql_problems], self.workspace.index_of())

    @property
    def world(self) -> Memory:
        """All rows."""
        return self.workspace.world

    @property
    def files(self) -> list[SourceFile]:
        """The source files, in the order of their paths."""
        return [file for _, file in sorted(self.workspace.files.items())]

    @property
    def database(self) -> Path:
        """Where the database is built."""
        return database_of(self.root)

    @cached_property
    def sources_sha256(self) -> str:
        """One SHA-256 of all source files."""
        return hashed((file.path, sha256(file.content).hexdigest()) for file in self.files)


def around(schema: Schema, views: list[Statement], queries: list[Statement]) -> Listing:
    """The schema and the SQL as files, by their paths."""
    read = [(SCHEMA, schema.content), *((statement.path, statement.content) for statement in (*views, *queries))]
    return {path: Listed(len(content), sha256(content).hexdigest()) for path, content in read}


def database_of(root: Path) -> Path:
    """Where the database of a project is built."""
    return root / "build" / "readout.db"


def open_project(start: Path) -> Project:
    """Read and check the project in or above a folder. Raises Faulty where the schema itself is wrong."""
    root = find_root(start)
    return as_project(root, open_workspace(root))


def open_workspace(root: Path, remember: bool = False) -> Workspace:
    """Read and check a project's sources; `remember` for later changes. Raises Faulty where the schema is wrong."""
    workspace = Workspace(read_schema(root))
    files, problems = list_sources(root, workspace.world.schema.registers)
    workspace.change({one.path: one for one in files} | {one.place.path: one for one in problems}, remember)
    return workspace


def as_project(root: Path, workspace: Workspace) -> Project:
    """A project around its sources as they are read, with its SQL."""
    return Project(root, workspace.world.schema, workspace, *read_sql(root))


def read_schema(root: Path) -> Schema:
    """The schema of a project. Raises Faulty where it is wrong, and OSError."""
    return _schema((root / SCHEMA).read_bytes())


@lru_cache(maxsize=1)  # a build after each save need not take it in again
def _schema(content: bytes) -> Schema:
    reading = Reading()
    text = decode(SourceFile(SCHEMA, content), reading) or ""
    wrong = reading.problems or check_schema(text)
    if wrong:
        raise Faulty(with_lines(wrong, lambda path: index_yaml(text)))
    return replace(parse_schema(text), content=content)


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` with a schema in it. Raises click.UsageError."""
    for folder in (start, *start.parents):
        if (folder / SCHEMA).is_file():
            return folder
    raise click.UsageError(f"there is no {SCHEMA} in {start}, nor in a folder above it")
