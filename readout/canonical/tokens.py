"""The tokens of a YAML text, each with the comments and blank lines before it.

libyaml gives the tokens; all that stands between two of them is white space and comments.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from readout.strict_yaml import loader

#: The first line of a block scalar: style, indentation and chomping in either order, a comment.
BLOCK_MARK = re.compile(r"(?P<style>[|>])(?P<signs>[-+1-9]{0,2})[ \t]*(?P<remark>#.*)?")


@dataclass(slots=True)
class Remark:
    """A comment, or a blank line (""), its column from 0, and whether it shares its line with a token before it."""

    text: str
    column: int = 0
    beside: bool = False


@dataclass(slots=True)
class Token:
    """A token: its kind (libyaml's, such as `BlockEntry`), its words, where it stands, and the remarks before it."""

    kind: str
    raw: str
    line: int
    column: int
    value: str = ""
    style: str = ""
    before: list[Remark] = field(default_factory=list)


def read_tokens(text: str) -> list[Token]:
    """All tokens of a text that the strict reader reads. Raises ValueError where one was not understood."""
    tokens: list[Token] = []
    position = 0
    for found in yaml.scan(text, Loader=loader()):
        start, end = found.start_mark.index, found.end_mark.index
        kind = type(found).__name__.removesuffix("Token")
        if kind == "StreamEnd":
            start = end = len(text)
        style = (getattr(found, "style", None) or "") if kind == "Scalar" else ""
        if style in ("|", ">"):
            end = start + len(block_words(text[start:end]))
        token = Token(kind, text[start:end], found.start_mark.line, found.start_mark.column, style=style)
        token.value = _value(found) if kind == "Scalar" else ""
        if start > position or kind == "StreamEnd":
            token.before = _remarks(text, position, start)
        position = max(position, end)
        tokens.append(token)
    return tokens


def comments(tokens: list[Token]) -> list[str]:
    """All comments of a text, sorted."""
    found = [remark.text for token in tokens for remark in token.before if remark.text]
    for token in tokens:
        if token.style in ("|", ">"):
            found.append(block_mark(token.raw)["remark"] or "")
    return sorted(filter(None, (text.rstrip() for text in found)))


def block_mark(raw: str) -> re.Match[str]:
    """The parts of a block scalar's first line. Raises ValueError."""
    match = BLOCK_MARK.fullmatch(raw.partition("\n")[0].rstrip())
    if match is None:
        raise ValueError(f"no mark of a block scalar: {raw[:40]!r}")
    return match


def stripped(raw: str) -> str:
    """A block scalar with a mark that drops the line break at its end."""
    mark = block_mark(raw)
    return f"{mark['style']}{mark['signs'].strip('+-')}-{raw[mark.end('signs') :]}"


def block_words(raw: str) -> str:
    """A block scalar up to the end of its last line; blank lines after it are its own only if it keeps them (`+`)."""
    if "+" in block_mark(raw)["signs"]:
        return raw
    mark, newline, rest = raw.partition("\n")
    lines = rest.splitlines(keepends=True)
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    while lines and not lines[-1].rstrip("\n").strip(" "):
        if indent and len(lines[-1].rstrip("\n")) > indent:
            break
        lines.pop()
    return mark + newline + "".join(lines)


def _value(found: Any) -> str:
    value: str = found.value
    return value


def _remarks(text: str, start: int, end: int) -> list[Remark]:
    """The comments and blank lines between two tokens."""
    remarks = []
    at = start
    lines = text[start:end].split("\n")
    for number, line in enumerate(lines):
        words = line.strip(" \t")
        whole = number > 0 or start == 0 or text[start - 1] == "\n"
        if words and not words.startswith("#"):
            raise ValueError(f"neither white space nor a comment: {words[:40]!r}")
        if words:
            column = at + line.index("#") - (text.rfind("\n", 0, at) + 1)
            remarks.append(Remark(words, column, beside=not whole))
        elif whole and number < len(lines) - 1:
            remarks.append(Remark(""))
        at += len(line) + 1
    return remarks
