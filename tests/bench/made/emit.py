"""Values as YAML, in the way that people write it: short lists in brackets, long text folded, few quotation marks."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from readout.strict_yaml import scalar

WIDTH = 110
#: Text that needs no quotation marks outside brackets; inside them colons and commas do.
PLAIN = re.compile(r"[^\W_](?:[^\n\"'\\#`@|>%&*!{}\[\]:]|:(?=[^\s]))*(?<![\s:])")
IN_BRACKETS = re.compile(r"[^\W_][^\n\"'\\#`@|>%&*!{}\[\]:,]*(?<!\s)")
Record = Mapping[str, Any]


def emit_register(records: Record) -> str:
    """A register's records, with a blank line between them."""
    return "\n".join(f"{name}:\n" + "\n".join(_mapping(record, 2)) + "\n" for name, record in records.items())


def emit_article(record: Record) -> str:
    """The front matter of an article, without its hyphens, with a blank line above each list of rows."""
    lines: list[str] = []
    for name, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append("")
        lines += _entry(name, value, 0)
    return "\n".join(lines) + "\n"


def _mapping(record: Record, indent: int) -> Iterator[str]:
    for name, value in record.items():
        yield from _entry(name, value, indent)


def _entry(name: str, value: Any, indent: int) -> Iterator[str]:
    """A key with its value, from some column on."""
    start = " " * indent + name + ":"
    if isinstance(value, str):
        yield from _text(start, value, indent)
    elif isinstance(value, list) and value and isinstance(value[0], dict) and len(value[0]) > 2:
        yield start
        for record in value:
            yield from _row(record, indent + 2)
    elif (short := _inline(value)) is not None and len(start) + len(short) < WIDTH:
        yield f"{start} {short}"
    elif isinstance(value, list):
        yield start
        for one in value:
            if isinstance(one, str):
                yield from _text(" " * (indent + 2) + "-", one, indent + 2)
            else:
                yield from _row(one, indent + 2)
    else:
        yield start
        yield from _mapping(value, indent + 2)


def _row(record: Record, indent: int) -> Iterator[str]:
    """One record of a list: in braces where it is short, else a line a field."""
    short = _inline(record) if len(record) < 6 else None
    if short is not None and indent + len(short) < WIDTH - 2:
        yield f"{' ' * indent}- {short}"
        return
    for number, line in enumerate(_mapping(record, indent + 2)):
        yield line if number else f"{' ' * indent}- {line[indent + 2 :]}"


def _text(start: str, text: str, indent: int) -> Iterator[str]:
    if len(start) + len(text) < WIDTH or "  " in text or "\n" in text or text != text.strip() or " " not in text:
        yield f"{start} {plain(text)}"
        return
    yield f"{start} >-"
    line = " " * (indent + 1)
    for word in text.split(" "):
        if len(line) + len(word) >= WIDTH and line.strip():
            yield line
            line = " " * (indent + 1)
        line += " " + word
    yield line


def plain(text: str) -> str:
    """A text with quotation marks only where YAML, or a reader of another version of it, needs them."""
    if PLAIN.fullmatch(text) and isinstance(scalar(text), str):
        return text
    return json.dumps(text, ensure_ascii=False)


def _inline(value: Any) -> str | None:
    """A value on one line, as it stands within brackets; None where it is better off on several."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        if len(value) > 70:
            return None
        is_plain = IN_BRACKETS.fullmatch(value) and isinstance(scalar(value), str)
        return str(value) if is_plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | dict):
        named = value.items() if isinstance(value, dict) else [("", one) for one in value]
        inner = [(name, _inline(one)) for name, one in named]
        if any(one is None for _, one in inner):
            return None
        joined = ", ".join(f"{name}: {one}" if name else str(one) for name, one in inner)
        return f"{{{joined}}}" if isinstance(value, dict) else f"[{joined}]"
    return str(value)
