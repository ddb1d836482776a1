"""What a build and a check both begin with, and what they do with problems and with files that move."""

from collections.abc import Callable
from dataclasses import dataclass
from errno import EBUSY
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from readout import plain
from readout.compile.chunk import Moved
from readout.files import Unwritable
from readout.listing import Listing, inputs_sha256
from readout.places import with_lines
from readout.problem import Problem
from readout.project import around, read_schema
from readout.record import positions
from readout.schema import Schema
from readout.source import SourceFile, read_at
from readout.sql import Statement, read_sql
from readout.store.store import versions
from readout.strict_yaml import Index

Done = TypeVar("Done")
#: How often work is begun again that a file's change has upset.
TRIES = 3


@dataclass(frozen=True)
class Wanted:
    """What a database is to be built from besides the sources."""

    root: Path
    schema: Schema
    views: list[Statement]
    queries: list[Statement]
    sql_problems: list[Problem]

    @cached_property
    def around(self) -> Listing:
        """The schema and the SQL as files."""
        return around(self.schema, self.views, self.queries)

    @property
    def about(self) -> dict[str, str]:
        """What has to be the same for the last build to be gone on with."""
        return {"versions": versions(), "inputs": inputs_sha256(self.around, "")}


def wanted(root: Path) -> Wanted:
    """What is to be built in a project's folder. Raises Faulty where the schema is wrong."""
    schema = read_schema(root)
    return Wanted(root, schema, *read_sql(root))


def while_files_move(work: Callable[[], Done]) -> Done:
    """Do some work; from its beginning again where a file has changed while it was read. Raises Unwritable."""
    for left in reversed(range(TRIES)):
        try:
            return work()
        except Moved as moved:
            if not left:
                said = "it changes again and again while it is read; wait until it is written, then run it again"
                raise Unwritable(EBUSY, said, moved.path) from None
    raise AssertionError


def placed(problems: list[Problem], root: Path) -> list[Problem]:
    """Problems with their lines, in order; the files are read again for that."""

    def index(path: str) -> Index:
        with plain.open_root(root) as opened:
            (found,) = read_at(opened, [path])
        return positions(found) if isinstance(found, SourceFile) else {}

    return with_lines(problems, index)
