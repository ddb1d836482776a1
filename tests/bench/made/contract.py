"""The contract that a made-up project follows: the repository's schema, as the generator asks it."""

from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from random import Random
from typing import Any

from readout.flatten import Flattener
from readout.project import read_schema
from readout.row import Row
from readout.schema import Schema

ROOT = Path(__file__).resolve().parents[3]
#: A record of a register: its table and its id.
Key = tuple[str, str]


class Contract:
    """The schema's vocabularies, and what a record of the sources refers to."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.flattener = Flattener(schema)

    def values(self, definition: str) -> list[str]:
        """The values of a vocabulary, such as `frame-code`."""
        found: list[str] = self.schema.raw["$defs"][definition]["enum"]
        return found

    def word(self, random: Random, definition: str) -> str:
        """A word of a vocabulary, the early ones oftener."""
        values = self.values(definition)
        return values[min(random.randrange(len(values)), random.randrange(len(values)))]

    @cached_property
    def modes(self) -> dict[str, list[str]]:
        """The modes that each type of event may have, by the schema's own conditions."""
        found: dict[str, list[str]] = {}
        for rule in self.schema.raw["$defs"]["event"]["allOf"]:
            kind = rule["if"]["properties"]["type"]
            mode = rule["then"].get("properties", {}).get("mode", {}).get("enum", [])
            found |= dict.fromkeys(kind.get("enum") or [kind["const"]], mode)
        return found

    def article_rows(self, article: str, record: dict[str, Any], path: str) -> list[Row]:
        """The rows of an article, its own first."""
        return self.flattener.rows(article, record, self.schema.article, path)

    def record_rows(self, register: str, record_id: str, record: dict[str, Any]) -> list[Row]:
        """The rows of a record of a register, its own first."""
        return self.flattener.rows(record_id, record, self.schema.registers[register], register)

    def references(self, rows: list[Row]) -> Iterator[Key]:
        """The records of other files that some rows refer to."""
        for row in rows:
            for column, target in self.schema.outward[row.table]:
                if (value := row.values.get(column)) is not None:
                    yield target, value


@cache
def contract() -> Contract:
    """The contract of the repository."""
    return Contract(read_schema(ROOT))
