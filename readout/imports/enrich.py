"""What more is known of a document: from its name, and from the mapping's table of documents."""

import re
from pathlib import Path
from typing import Any, NoReturn

from readout.imports.mapping import Mapping
from readout.imports.mapping_file import missing_column
from readout.imports.model import Document
from readout.imports.table import columns_of, read_table
from readout.places import with_lines
from readout.problem import Faulty, Place, Problem
from readout.starting.choices import Undecided
from readout.strict_yaml import index_yaml


class Enrich:
    """Adds fields to documents. Raises Faulty where the mapping's expression or table is wrong, Foreign, OSError."""

    def __init__(self, mapping: Mapping) -> None:
        self.pattern = self._pattern(mapping)
        self.known: dict[str, dict[str, str]] = {}
        self.columns: list[str] = []
        if mapping.table:
            self._read(mapping)

    @property
    def fields(self) -> set[str]:
        """The names of the fields that are added."""
        return {*self.columns, *(self.pattern.groupindex if self.pattern else ())}

    def add(self, document: Document) -> None:
        """Add what is known of one document. Raises Undecided where its name or the table does not have it."""
        if self.pattern:
            found = self.pattern.search(document.name)
            if found is None:
                raise Undecided(f"its name '{document.name}' does not fit documents.name of the mapping")
            document.fields |= {name: value for name, value in found.groupdict().items() if value is not None}
        if self.columns:
            row = self.known.get(document.name)
            if row is None:
                raise Undecided(f"'{document.name}' is not in the table of documents")
            document.fields |= {name: value for name, value in row.items() if value.strip()}

    def _read(self, mapping: Mapping) -> None:
        table: dict[str, Any] = mapping.table
        file = mapping.folder / table["file"]
        at = ("documents", "table")
        how = (table.get("delimiter", ""), table.get("encoding", ""))
        if not file.is_file():
            hint = "give it as seen from the mapping file"
            _faulty(
                mapping,
                Problem(Place(mapping.file, pointer=(*at, "file")), "R702", f"there is no file {table['file']}", hint),
            )
        self.columns = columns_of(file, *how)
        if table["key"] not in self.columns:
            _faulty(mapping, missing_column(mapping, (*at, "key"), table["key"], self.columns, table["file"]))
        self.known = {cells[table["key"]]: cells for _, cells in read_table(file, *how)}

    def _pattern(self, mapping: Mapping) -> re.Pattern[str] | None:
        if not mapping.name:
            return None
        try:
            return re.compile(mapping.name)
        except re.error as error:
            place = Place(mapping.file, pointer=("documents", "name"))
            hint = "named groups are written (?P<name>…)"
            _faulty(mapping, Problem(place, "R205", f"this is no regular expression: {error}", hint))


def _faulty(mapping: Mapping, problem: Problem) -> NoReturn:
    text = Path(mapping.file).read_text(encoding="utf-8-sig")
    raise Faulty(with_lines([problem], lambda path: index_yaml(text)))
