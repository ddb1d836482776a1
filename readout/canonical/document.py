"""One source file in canonical form: a pure function of (file, schema), which never loses a value or a comment."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readout.canonical.layout import lay_out
from readout.canonical.order import order_article, order_register
from readout.canonical.parse import parse
from readout.canonical.tokens import Token, comments, read_tokens, stripped
from readout.canonical.tree import Collection
from readout.canonical.write import write
from readout.places import with_lines
from readout.problem import Problem
from readout.record import BOUNDARY, Reader, Reading, decode, positions, unseen
from readout.schema import Schema
from readout.source import ARTICLE, SECOND, SourceFile, register_of
from readout.strict_yaml import read_yaml

LINE_BREAK = re.compile(r"\r\n?")
#: What YAML 1.1 takes for line breaks besides, and a byte order mark within a text: such a document is not laid out.
ODD_BREAKS = re.compile("[\x85\u2028\u2029\ufeff]")


@dataclass(frozen=True, slots=True)
class Canonical:
    """A file in canonical form.

    `content` is what it should hold: just what it holds, where `problems` say why it can't be read, or where
    `bug` says what formatting would have changed that it must not.
    """

    path: str
    content: bytes
    problems: list[Problem] = field(default_factory=list)
    bug: str = ""


class _Parts(NamedTuple):
    """A file's text: the hyphens above the YAML, the YAML, the hyphens below it, and the note."""

    opening: str
    body: str
    closing: str
    note: str


def is_formatted(path: str) -> bool:
    """Whether there is a canonical form for a file of the sources: for articles and registers."""
    return _is_article(path) or register_of(path) is not None


def _is_article(path: str) -> bool:
    return bool(ARTICLE.fullmatch(path) or SECOND.fullmatch(path))


def canonical(source: SourceFile, schema: Schema) -> Canonical:
    """An article or a register in canonical form; one that can't be read or formatted as it is. Raises nothing."""
    text = decode(source, Reading())
    parts = _split(source.path, text) if text is not None else None
    hidden = unseen(source.path, text) if text is not None else None
    if hidden:
        return Canonical(source.path, source.content, [hidden])
    value, problems = read_yaml(parts.body, source.path) if parts else (None, [])
    if parts is None or problems or not isinstance(value, dict):
        return Canonical(source.path, source.content, problems or _why_not(source, schema))
    try:
        made = parts._replace(body=_canonical_body(parts.body, _order_of(source.path, schema)))
        bug = _what_changed(parts, made, source.path)
    except Exception as error:
        bug = f"{type(error).__name__}: {error}"
    if bug:
        return Canonical(source.path, source.content, bug=bug)
    return Canonical(source.path, "".join(made).encode("utf-8"))


def canonical_files(files: Iterable[SourceFile], schema: Schema) -> list[Canonical]:
    """Those of the files that have a canonical form, in it."""
    return [canonical(file, schema) for file in files if is_formatted(file.path)]


def _split(path: str, text: str) -> _Parts | None:
    """The parts of a file with line breaks and hyphens in canonical form; None where there is no front matter."""
    if not _is_article(path):
        return _Parts("", LINE_BREAK.sub("\n", text.removeprefix("\ufeff")), "", "")
    first = BOUNDARY.match(text)
    second = BOUNDARY.search(text, first.end()) if first else None
    if first is None or second is None:
        return None
    body = LINE_BREAK.sub("\n", text[first.end() + 1 : second.start()])
    note = LINE_BREAK.sub("\n", text[second.end() :]).removeprefix("\n").rstrip("\n")
    return _Parts("---\n", body, "---\n", f"{note}\n" if note else "")


def _why_not(source: SourceFile, schema: Schema) -> list[Problem]:
    """The problems of a file that holds no records."""
    found = [problem for problem in Reader(schema).read(source).problems if problem.code != "R112"]
    return with_lines(found, lambda path: positions(source))


def _order_of(path: str, schema: Schema) -> Callable[[Collection], None]:
    register = register_of(path)
    if _is_article(path) or register is None:
        return lambda node: order_article(node, schema)
    return lambda node: order_register(node, schema, register)


def _canonical_body(body: str, order: Callable[[Collection], None]) -> str:
    text, is_cut = _ended(body)
    tokens = read_tokens(text) if not ODD_BREAKS.search(text) else []
    if not tokens or any(token.kind == "Directive" for token in tokens):
        return body if is_cut else text
    if is_cut:
        _strip_last(tokens)
    document = parse(tokens)
    if isinstance(document.root.value, Collection):
        order(document.root.value)
    lay_out(document)
    return write(document)


def _ended(body: str) -> tuple[str, bool]:
    """A text with a line break at its end, and whether that changes its last value, which then must drop it."""
    if body.endswith("\n"):
        return body, False
    value = read_yaml(body, "")[0]
    for text in (body + "\n", body.rstrip(" \t")):
        if text.endswith("\n") and read_yaml(text, "")[0] == value:
            return text, False
    return body + "\n", True


def _strip_last(tokens: list[Token]) -> None:
    last = max(number for number, token in enumerate(tokens) if token.style in ("|", ">"))
    tokens[last].raw = stripped(tokens[last].raw)


def _what_changed(before: _Parts, after: _Parts, path: str) -> str:
    """What a reader would find other than it was; "" where that is nothing."""
    again = _split(path, "".join(after))
    if again is None or again.note != before.note:
        return "its front matter would end elsewhere"
    value, _ = read_yaml(before.body, path)
    found, problems = read_yaml(again.body, path)
    if problems:
        return f"it could not be read any more: {problems[0]}"
    if _as_text(value) != _as_text(found):
        return "it would be read as another value"
    if ODD_BREAKS.search(before.body):
        return ""
    lost = Counter(comments(read_tokens(before.body)))
    lost.subtract(comments(read_tokens(again.body)))
    return next((f"the comment {text!r} would be lost or doubled" for text, count in lost.items() if count), "")


def _as_text(value: Any) -> str:
    """A value as text, in which the order of keys makes no difference, and 1, 1.0 and true do."""
    return json.dumps(value, sort_keys=True)
