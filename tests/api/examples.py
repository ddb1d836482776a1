"""The examples of a page of documentation: what is asked, and what comes back."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

MORE = "…"


class Example(NamedTuple):
    """An address, the status that it has, its body, and whether a next page is named."""

    path: str
    status: int
    body: str
    has_next: bool

    @property
    def is_lines(self) -> bool:
        """Whether the body is one row a line."""
        return "_nl=on" in self.path


def examples(text: str) -> Iterator[Example]:
    """The indented blocks that begin with GET."""
    for block in re.findall(r"^    GET .*(?:\n    .*)+", text, re.MULTILINE):
        first, *lines = [line.removeprefix("    ") for line in block.split("\n")]
        has_next = lines[0].startswith("Link: ")
        status, _, body = "\n".join(lines[has_next:]).partition(" ")
        yield Example(first.removeprefix("GET "), int(status), body, has_next)


def differs(expected: Any, found: Any, where: str = "body") -> str:
    """Where something is not as an example has it; nothing where it is. `…` stands for any value, or for more."""
    if expected == MORE:
        return ""
    if isinstance(expected, dict) and isinstance(found, dict):
        missing = expected.keys() - {MORE} - found.keys()
        added = set() if MORE in expected else found.keys() - expected.keys()
        if missing or added:
            return f"{where}: without {sorted(missing)}, with {sorted(added)}"
        parts = [(f"{where}.{key}", expected[key], found[key]) for key in expected.keys() - {MORE}]
    elif isinstance(expected, list) and isinstance(found, list):
        wanted = expected[:-1] if expected[-1:] == [MORE] else expected
        if len(found) < len(wanted) or (len(found) > len(wanted) and wanted is expected):
            return f"{where}: {len(found)} and not {len(wanted)}"
        parts = [(f"{where}[{at}]", *pair) for at, pair in enumerate(zip(wanted, found, strict=False))]
    else:
        return "" if expected == found else f"{where}: {found!r} and not {expected!r}"
    return next((said for at, one, other in parts if (said := differs(one, other, at))), "")


def as_values(body: str, is_lines: bool) -> Any:
    """A body as JSON, or as JSON a line."""
    return [json.loads(line) for line in body.splitlines()] if is_lines else json.loads(body)
