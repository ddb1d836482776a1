"""A difference for people at a terminal."""

from collections.abc import Iterator

from readout.difference.told import Told, by_record, summary
from readout.difference.value import Difference, FieldChange, RowChange, Value
from readout.difference.words import is_long, stretches

MARKS = {"same": "{}", "dropped": "[-{}-]", "added": "{{+{}+}}"}
LONGEST = 160


def as_text(difference: Difference) -> str:
    """The difference as lines: what it comes to, the schema, then record by record."""
    return "\n".join(_lines(difference)) + "\n"


def _lines(difference: Difference) -> Iterator[str]:
    yield summary(difference)
    if difference.schema:
        yield "\nschema"
        for change in difference.schema:
            yield f"  {change.weight}: {change.message}"
    table = ""
    for told in by_record(difference):
        if told.owner[0] != table:
            table = told.owner[0]
            yield f"\n{table}"
        yield from _record(told)


def _record(told: Told) -> Iterator[str]:
    own = told.own
    label = f": {_short(own.label)}" if own and own.label else ""
    former = f" from {own.former}" if own and own.former else ""
    yield f"  {told.owner[1]} {told.kind}{former}{label}"
    if inside := (told.inside() if told.kind in ("added", "removed") else ""):
        yield f"    with {inside}"
    if own and own.kind in ("changed", "renamed"):
        yield from (f"    {field_line(field)}" for field in own.told)
    for row in told.shown:
        yield from _row(row)
    if told.anchors:
        yield f"    {told.anchors} anchor{'' if told.anchors == 1 else 's'} moved"


def _row(row: RowChange) -> Iterator[str]:
    label = f": {_short(row.label)}" if row.label else ""
    yield f"    {row.table} {row.kind}{label}  ({row.former + ' → ' if row.former else ''}{row.id})"
    if row.kind in ("changed", "renamed"):
        yield from (f"      {field_line(field)}" for field in row.told)


def field_line(field: FieldChange) -> str:
    """One field before and after; of long texts the words that differ."""
    if is_long(field.before, field.after):
        marked = (MARKS[kind].format(text) for kind, text in stretches(str(field.before), str(field.after)))
        return f"{field.name}: {' '.join(''.join(marked).split())}"
    return f"{field.name}: {_value(field.before)} → {_value(field.after)}"


def _value(value: Value) -> str:
    return "(none)" if value is None else _short(str(value))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
