"""A draft as it is written: in the canonical form of `readout fmt`, a person's decisions to be in comments."""

from typing import Any

from readout.canonical import text_as_written
from readout.imports.article import GROUND, Settled
from readout.imports.complete import Made
from readout.modeline import modeline
from readout.schema import Schema, Shape
from readout.starting.scalars import comment, quoted

#: Stands above the rows that are in comments.
TITLE = "# ── Rows that lack something: complete them and move them up, or delete them"


def write_draft(settled: Settled, curator: str, made: list[Made], path: str, about: list[str], schema: Schema) -> bytes:
    """The whole file.

    Takes the article's fields, who annotates, its rows in their order, the file's path, remarks for the head, and
    the schema, whose order the keys stand in.
    """
    lines = ["---", modeline(path), *(f"# {comment(line)}" for line in about)]
    fields = {**settled.fields, "curator": curator}
    whole = [one for one in made if not one.lacks]
    for name, one in schema.article.fields.items():
        if name in fields and name != "outlet":
            lines.append(f"{name}: {_scalar(fields[name])}")
        elif one.kind == "records" and one.shape and (rows := [each for each in whole if each.to == name]):
            lines.append(f"{name}:")
            for each in rows:
                lines += _row(each, one.shape)
        elif name == "grounds" and (missing := [key for key, value in fields.items() if value is None]):
            lines.append("grounds:")
            for unknown in missing:
                lines += [f"  {unknown}:", "    basis: not-found", f"    ground: {_scalar(GROUND)}"]
    return "\n".join([*lines, *_proposals([one for one in made if one.lacks], schema), "---", ""]).encode()


def _row(made: Made, shape: Shape) -> list[str]:
    lines: list[str] = []
    row = {**made.row, **({"suggested": True} if made.guessed else {})}
    for name in shape.fields:
        if name not in row:
            continue
        written = _value(name, row[name])
        if name == "suggested":
            written = [f"suggested: true  # {comment(', '.join(made.guessed))}"]
        lines += written
    return [f"  {'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines)]


def _value(name: str, value: Any) -> list[str]:
    """A field of a row, in lines without their indentation."""
    if isinstance(value, dict):
        return [f"{name}:", *(f"  {key}: {_scalar(one)}" for key, one in value.items())]
    if not isinstance(value, list):
        return [f"{name}: {_scalar(value)}"]
    lines = [f"{name}:"]
    for one in value:
        if isinstance(one, dict):
            inner = [f"{key}: {_scalar(each)}" for key, each in one.items()]
            lines += [f"  {'- ' if number == 0 else '  '}{line}" for number, line in enumerate(inner)]
        else:
            lines.append(f"  - {_scalar(one)}")
    return lines


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else text_as_written(str(value))


def _proposals(made: list[Made], schema: Schema) -> list[str]:
    """Rows that can't stand yet, in comments, each with what it lacks."""
    lines = ["", TITLE] if made else []
    for name, one in schema.article.fields.items():
        rows = [each for each in made if each.to == name]
        lines += [f"# {name}:"] if rows else []
        for each in rows:
            lacking = [lack.partition(":")[0] for lack in each.lacks]
            shape = one.shape.fields if one.shape else {}
            row = {key: each.row.get(key, "") for key in shape if key in each.row or key in lacking}
            written = ", ".join(f"{key}: {_flow(value)}" for key, value in row.items())
            lines.append(f"#   - {{{comment(written)}}}  # {comment('; '.join(each.lacks))}")
    return lines


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return quoted(value) if isinstance(value, str) and value else _scalar(value) if value != "" else ""
