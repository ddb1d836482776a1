"""The two sides of a difference: a database file, a project's folder, or a git revision, each as a database."""

import io
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from readout.commands.say import note
from readout.compile.final import own_rows
from readout.database import create_table, quoted
from readout.derive import chains
from readout.dictionary import dictionary_rows
from readout.git import GitError, commit_of, git, prefix_of
from readout.near import plural
from readout.project import SCHEMA
from readout.row import WITHDRAWN, Rows
from readout.schema import Schema
from readout.schema_compile import parse_schema
from readout.source import list_sources
from readout.sql import read_statements
from readout.workspace import Workspace

HEAD = b"SQLite format 3\0"
#: What of a revision is needed.
PARTS = (SCHEMA, "sources", "views")


@contextmanager
def as_database(side: str, root: Path) -> Iterator[Path]:
    """The database that one side stands for; one that had to be made is gone afterwards.

    Takes a database file, a folder with a schema.yaml, or a git revision of the project at `root`; a file or folder
    goes before a revision of the same name. Raises click.UsageError for what is none of these.
    """
    path = Path(side)
    if path.is_file():
        with path.open("rb") as file:
            if file.read(len(HEAD)) != HEAD:
                raise click.UsageError(f"{side} is no SQLite database, no folder and no git revision")
        yield path
        return
    with TemporaryDirectory(prefix="readout-") as folder:
        made = Path(folder) / "side.db"
        if (path / SCHEMA).is_file():
            write_side(path, made, side)
        elif path.is_dir():
            raise click.UsageError(f"there is no {SCHEMA} in the folder {side}")
        else:
            taken = Path(folder) / "project"
            take_out(root, side.removesuffix(":"), taken)
            write_side(taken, made, side)
        yield made


def take_out(root: Path, revision: str, target: Path) -> None:
    """Put a project as a git revision has it into a folder. Raises click.UsageError where git has none."""
    try:
        prefix, commit = prefix_of(root), commit_of(root, revision)
        there = git(root, "ls-tree", "-z", "--name-only", "--full-tree", f"{commit}:{prefix.removesuffix('/')}")
        parts = [part for part in PARTS if part.encode() in there.split(b"\0")]
        if SCHEMA not in parts:
            raise GitError(f"there is no {prefix}{SCHEMA} in the revision '{revision}'")
        top = git(root, "rev-parse", "--show-toplevel").decode().rstrip("\n")
        content = git(Path(top), "archive", "--format=tar", f"{commit}:{prefix.removesuffix('/')}", *parts)
    except GitError as error:
        raise click.UsageError(f"there is no file and no folder '{revision}', and as a git revision: {error}") from None
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        tar.extractall(target, filter="data")


class Unchecked(Workspace):
    """Sources as they are read, of any age: rules that came later do not hold for them."""

    def _check(self, path: str, remember: bool) -> None:
        if unit := self.world.units.get(path):
            self._problems[path] = list(unit.problems)


def write_side(folder: Path, target: Path, name: str) -> None:
    """Write a project's rows into a database without indexes and views. Raises click.UsageError for a faulty schema."""
    try:
        schema = parse_schema((folder / SCHEMA).read_text(encoding="utf-8-sig"))
    except Exception as error:  # a schema of another version of Readout may be anything
        raise click.UsageError(f"the {SCHEMA} of {name} can't be read by this version of Readout") from error
    workspace = Unchecked(schema)
    files, misfits = list_sources(folder, schema.registers)
    workspace.change({one.path: one for one in files} | {one.place.path: one for one in misfits})
    if found := workspace.problems():
        note(f"{name} has {plural(len(found), 'problem')}; records that can't be read are left out")
    world, rows = workspace.world, Rows()
    for unit in (*world.firsts, *world.seconds):
        for own in own_rows(unit, world).by_table.values():
            rows.by_table[own[0].table] += [row for row in own if not row.broken] if own else []
    views, _ = read_statements(folder, "views")
    rows.by_table["redirects"] = chains([*rows["redirects"], *rows[WITHDRAWN]])
    for row in dictionary_rows(schema, views):
        rows.add(row)
    _write(target, schema, rows)


def _write(target: Path, schema: Schema, rows: Rows) -> None:
    """Of rows with one id, and where a reference leads nowhere, what can be written is."""
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        for table in schema.tables.values():
            connection.execute(create_table(table))
            names = list(table.columns)
            columns, marks = ", ".join(map(quoted, names)), ", ".join("?" * len(names))
            values = ([row.values.get(name) for name in names] for row in rows[table.name])
            connection.executemany(f"INSERT OR IGNORE INTO {quoted(table.name)} ({columns}) VALUES ({marks})", values)
