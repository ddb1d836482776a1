"""A project as the commands see it: read from its folder, and checked. The order of the first stages is here.

schema → sources → rows → one world → checks
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from readout.checks import Crash, World, run_checks
from readout.collect import collect
from readout.places import with_lines
from readout.problem import Faulty, Problem
from readout.record import Reader, Reading, decode, positions
from readout.schema import Schema
from readout.schema_check import check_schema
from readout.schema_compile import parse_schema
from readout.source import SourceFile, list_sources
from readout.sql import Statement, read_statements
from readout.strict_yaml import Index, index_yaml

SCHEMA = "schema.yaml"


@dataclass
class Project:
    """A project's folder, what was read from it, and what the checks made of it."""

    root: Path
    schema: Schema
    files: list[SourceFile]
    world: World
    views: list[Statement]
    queries: list[Statement]
    problems: list[Problem]

    @property
    def database(self) -> Path:
        """Where the database is built."""
        return self.root / "build" / "readout.db"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that the database is made from."""
        parts = [(SCHEMA, (self.root / SCHEMA).read_bytes()), ("readout", _package_digest())]
        parts += [(file.path, file.content) for file in self.files]
        parts += [(view.path, view.sql.encode() + repr(view).encode()) for view in self.views]
        return sha256(repr([(name, sha256(content).hexdigest()) for name, content in parts]).encode()).hexdigest()


def _package_digest() -> bytes:
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).digest()


def open_project(start: Path) -> Project:
    """Read and check the project in or above a folder. Raises Faulty where the schema itself is wrong."""
    root = find_root(start)
    reading = Reading()
    text = decode(SourceFile(SCHEMA, (root / SCHEMA).read_bytes()), reading) or ""
    wrong = reading.problems or check_schema(text)
    if wrong:
        raise Faulty(with_lines(wrong, lambda path: index_yaml(text)))
    schema = parse_schema(text)
    files, problems = list_sources(root, schema.registers)
    reader = Reader(schema)
    world, found = collect(schema, ((file.path, _read(reader, file)) for file in files))
    views, bad_views = read_statements(root, "views")
    queries, bad_queries = read_statements(root, "queries")
    problems += [*found, *run_checks(world), *bad_views, *bad_queries]
    shown = with_lines(problems, index_of(files))
    return Project(root, schema, files, world, views, queries, shown)


def _read(reader: Reader, file: SourceFile) -> Any:
    try:
        return reader.read(file)
    except Exception as error:
        raise Crash("reading", file.path) from error


def index_of(files: list[SourceFile]) -> Callable[[str], Index]:
    by_path = {file.path: file for file in files}
    return lambda path: positions(by_path[path]) if path in by_path else {}


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` with a schema in it. Raises click.UsageError."""
    for folder in (start, *start.parents):
        if (folder / SCHEMA).is_file():
            return folder
    raise click.UsageError(f"there is no {SCHEMA} in {start}, nor in a folder above it")
