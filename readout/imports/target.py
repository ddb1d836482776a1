"""The project that drafts go into: its schema and registers, and what `readout check` says of a draft in it."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from readout.checks import Memory, run_checks
from readout.problem import few
from readout.project import find_root, read_schema
from readout.record import Reader
from readout.row import Rows
from readout.schema import Schema
from readout.source import ARTICLE, SourceFile, first_path, read_sources
from readout.unit import Unit
from readout.workspace import Workspace


@dataclass(frozen=True)
class Target:
    """A project's folder, its schema, the rows of its registers, and of each article the outlet, by its id.

    `world` holds the registers and, while a document is imported, its drafts: articles are not read, there may be as
    many as were imported already.
    """

    root: Path
    schema: Schema
    rows: Rows
    articles: dict[str, str]
    world: Memory
    reader: Reader
    drafts: list[str] = field(default_factory=list)

    def problems_of(self, draft: Unit) -> Counter[str]:
        """What a check tells of a draft, by code. What it tells of registers, which a draft may settle, is left out."""
        if not draft.curator:
            while self.drafts:
                self.world.take_out(self.drafts.pop())
        elif (first := first_path(draft.path)) not in self.world.units and (file := self.root / first).is_file():
            rows = self.reader.read(SourceFile(first, file.read_bytes())).rows
            self._put(Unit(first, Rows(rows)))
        self._put(draft)
        return Counter(problem.code for problem in few(run_checks(draft, self.world), draft.path))

    def _put(self, unit: Unit) -> None:
        self.world.put(unit)
        self.drafts.append(unit.path)


def open_target(start: Path) -> Target:
    """The project in or above a folder.

    Raises Faulty where its schema is wrong, click.UsageError where there is none.
    """
    root = find_root(start)
    schema = read_schema(root)
    workspace = Workspace(schema)
    for name in schema.registers:
        for path in (f"sources/{name}.yaml", f"sources/{name}"):
            workspace.change(dict(read_sources(root, schema.registers, path)))
    found = (ARTICLE.fullmatch(file.relative_to(root).as_posix()) for file in root.glob("sources/articles/*/*.md"))
    articles = {one[2]: one[1] for one in found if one}
    world = workspace.world
    return Target(root, schema, world.rows, articles, world, workspace.reader)
