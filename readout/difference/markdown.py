"""A difference as Markdown, for a release note."""

import re
from collections.abc import Iterator

from readout.difference.told import Told, by_record, summary
from readout.difference.value import Difference, FieldChange, RowChange, Value
from readout.difference.words import is_long, stretches

MARKS = {"same": "{}", "dropped": "~~{}~~", "added": "**{}**"}
LONGEST = 300
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def as_markdown(difference: Difference, level: int = 2) -> str:
    """The difference as Markdown whose headings begin at a level."""
    return "\n".join(_lines(difference, "#" * level)) + "\n"


def _lines(difference: Difference, heading: str) -> Iterator[str]:
    yield f"{_capital(summary(difference))}."
    if difference.schema:
        yield f"\n{heading} The schema\n"
        for change in difference.schema:
            yield f"- {change.weight}: {_plain(change.message)}"
    table = ""
    for told in by_record(difference):
        if told.owner[0] != table:
            table = told.owner[0]
            yield f"\n{heading} {_capital(table)}\n"
        yield from _record(told)


def _record(told: Told) -> Iterator[str]:
    own = told.own
    label = f": {_plain(_short(own.label))}" if own and own.label else ""
    former = f" from `{own.former}`" if own and own.former else ""
    inside = told.inside() if told.kind in ("added", "removed") else ""
    yield f"- `{told.owner[1]}` {told.kind}{former}{label}" + (f" (with {inside})" if inside else "")
    if own and own.kind in ("changed", "renamed"):
        yield from (f"  - {_field(field)}" for field in own.told)
    for row in told.shown:
        yield from _row(row)
    if told.anchors:
        yield f"  - {told.anchors} anchor{'' if told.anchors == 1 else 's'} moved"


def _row(row: RowChange) -> Iterator[str]:
    label = f": {_plain(_short(row.label))}" if row.label else ""
    yield f"  - {_plain(row.table)} {row.kind}{label}"
    if row.kind in ("changed", "renamed"):
        yield from (f"    - {_field(field)}" for field in row.told)


def _field(field: FieldChange) -> str:
    if is_long(field.before, field.after):
        parts = [_marked(kind, text) for kind, text in stretches(str(field.before), str(field.after))]
        return f"`{field.name}`: {' '.join(''.join(parts).split())}"
    return f"`{field.name}`: {_value(field.before)} → {_value(field.after)}"


def _marked(kind: str, text: str) -> str:
    """A stretch in its marks, which Markdown takes only right beside a word."""
    bare = text.strip()
    if not bare or kind == "same":
        return SPECIAL.sub(r"\\\1", text)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return before + MARKS[kind].format(_plain(bare)) + after


def _value(value: Value) -> str:
    return "(none)" if value is None else _plain(_short(str(value)))


def _plain(text: str) -> str:
    return SPECIAL.sub(r"\\\1", " ".join(text.split()) if text.strip() else text)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
