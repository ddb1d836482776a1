"""What differs between two versions of a record, field by field, as a curator wrote them."""

from collections.abc import Iterator
from typing import Any

from readout.difference import FieldChange
from readout.flatten import GAP, pieces
from readout.record import split_front_matter
from readout.schema import Schema, Shape
from readout.strict_yaml import read_yaml

#: As much of a label, and of a whole row, as is told.
LABEL, WHOLE = 48, 300


def read_block(table: str, path: str, text: str) -> dict[str, Any]:
    """A record from the text it is written in; empty where that can't be read. An article's note is its `note`."""
    if table == "articles":
        front, note = split_front_matter(text)
        record, problems = read_yaml(front or "", path)
        found = dict(record) if isinstance(record, dict) and not problems else {}
        return {**found, "outlet": path.split("/")[-2], **({"note": note} if note else {})}
    records, problems = read_yaml(text, path)
    if problems or not isinstance(records, dict) or not records:
        return {}
    record = next(iter(records.values()))
    return record if isinstance(record, dict) else {}


def changes(before: dict[str, Any], after: dict[str, Any], table: str, schema: Schema) -> tuple[FieldChange, ...]:
    """The fields that differ; a row of a list is told by what tells it from its neighbours."""
    shape = schema.article if table == schema.article.table else schema.registers.get(table)
    return tuple(_mapping(before, after, shape, ""))


def _mapping(before: dict[str, Any], after: dict[str, Any], shape: Shape | None, at: str) -> Iterator[FieldChange]:
    for name in dict.fromkeys([*after, *before]):
        field = shape.fields.get(name) if shape else None
        inner = field.shape if field else None
        yield from _value(before.get(name), after.get(name), inner, f"{at}.{name}" if at else name)


def _value(before: Any, after: Any, shape: Shape | None, at: str) -> Iterator[FieldChange]:
    if before == after:
        return
    if _rows(before) and _rows(after) and (_rows(before, some=True) or _rows(after, some=True)):
        old, new = (_by_label(value or [], shape) for value in (before, after))
        for label in dict.fromkeys([*new, *old]):
            name = f"{at}[{label}]"
            if label in old and label in new:
                yield from _mapping(old[label], new[label], shape, name)
            else:
                yield FieldChange(name, _whole(old.get(label)), _whole(new.get(label)))
    elif isinstance(before, dict) and isinstance(after, dict) and "exact" not in {*before, *after}:
        yield from _mapping(before, after, None, at)
    else:
        yield FieldChange(at, _said(before), _said(after))


def _rows(value: Any, some: bool = False) -> bool:
    """Whether a value is a list of rows, or nothing; with `some`, that it has a row."""
    if not value:
        return not some
    return isinstance(value, list) and all(
        isinstance(row, dict) and not row.keys() <= {"exact", "occurrence"} for row in value
    )


def _by_label(rows: list[dict[str, Any]], shape: Shape | None) -> dict[str, dict[str, Any]]:
    """Rows by what tells them apart; where two are alike, by a number too."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        names = [name for name in (shape.key if shape else ()) if name in row] or list(row)[:1]
        label = base = ", ".join(_short(_said(row[name]) or "", LABEL) for name in names)
        number = 1
        while label in found:
            number += 1
            label = f"{base} ({number})"
        found[label] = row
    return found


def _whole(row: dict[str, Any] | None) -> str | None:
    if row is None:
        return None
    return _short("; ".join(f"{name}: {_said(value)}" for name, value in row.items()), WHOLE)


def _said(value: Any) -> str | None:
    """A value in words: evidence as its words, a list as its parts."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict) and "exact" not in value:
        return "; ".join(f"{name}: {_said(inner)}" for name, inner in value.items())
    if isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(part, dict) and "exact" in part for part in value)
    ):
        return GAP.join(f"{text} ({number})" if number else str(text) for text, number in pieces(value))
    if isinstance(value, list):
        return ", ".join(str(_said(part)) for part in value)
    return str(value)


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
