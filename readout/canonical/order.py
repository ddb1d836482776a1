"""The order of keys: as in the schema, then what the schema does not know, in the order in which it stands there."""

import re
from collections.abc import Iterable
from typing import Any

from readout.canonical.tree import Collection, Entry, Node
from readout.schema import Field, Schema, Shape

#: For an editor, which looks for it in the first line.
MODELINE = re.compile(r"#\s*yaml-language-server:")


def order_article(node: Collection, schema: Schema) -> None:
    """Put the keys of an article's front matter in order."""
    _Order(schema).record(node, schema.article)


def order_register(node: Collection, schema: Schema, register: str) -> None:
    """Put the keys of each record of a register in order; the records stay in theirs, with a blank line between."""
    shape = schema.registers[register]
    for number, entry in enumerate(node.entries):
        if number and "" not in entry.above:
            entry.above.insert(0, "")
        _Order(schema).record(entry.value, shape)


class _Order:
    """Puts records in order, each along its shape."""

    def __init__(self, schema: Schema) -> None:
        self.pieces = _names_of_pieces(schema.raw["$defs"])

    def record(self, node: Node | None, shape: Shape) -> None:
        if not isinstance(node, Collection) or not node.mapping:
            return
        for entry in node.entries:
            field = shape.fields.get(entry.key.value) if entry.key else None
            if field is not None:
                self.field(entry.value, field)
        arrange(node, shape.fields)

    def field(self, node: Node | None, field: Field) -> None:
        values = [node, *_inner(node)] if field.kind != "mapping" else _inner(node)
        for value in values:
            if field.kind == "evidence" and isinstance(value, Collection) and value.mapping:
                arrange(value, self.pieces)
            elif field.kind in ("records", "mapping") and field.shape is not None:
                self.record(value, field.shape)


def _inner(node: Node | None) -> list[Node | None]:
    return [entry.value for entry in node.entries] if isinstance(node, Collection) else []


def _names_of_pieces(definitions: dict[str, Any]) -> list[str]:
    """The keys of a piece of evidence, in the order of the schema."""
    found = [definition for definition in definitions.values() if "x-evidence" in definition]
    return [name for definition in found for name in definition.get("properties", {})]


def arrange(node: Collection, names: Iterable[str]) -> None:
    """Sort the entries of a mapping; what stands at its head stays there."""
    places = {name: place for place, name in enumerate(names)}
    if node.entries:
        head, node.entries[0].above = _split_head(node.entries[0].above)
        node.head += head
    node.entries.sort(key=lambda entry: places.get(_name(entry), len(places)))


def _name(entry: Entry) -> str:
    return entry.key.value if entry.key else ""


def _split_head(above: list[str]) -> tuple[list[str], list[str]]:
    """The lines above the first key: those about the whole, up to a blank line, and those about the key."""
    whole = max((number for number, text in enumerate(above, 1) if not text or MODELINE.match(text)), default=0)
    return above[:whole], above[whole:]
