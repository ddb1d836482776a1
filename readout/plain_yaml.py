"""The YAML that nearly every file is written in, read line by line: several times as fast, and never something else.

A plain document is lists and mappings in block style, whose values stand on one line (plain or quoted words,
`[a, b]`, `{key: a, other: [b]}`) or are blocks of even lines below `>` or `|`. All of it is a part of what
`strict_yaml` reads without a problem, and is read with the same values. Of anything else `read_plain` says no more
than that it is NOT_PLAIN: strict_yaml reads that, and it alone finds problems. What is in doubt is not plain.
"""

import re
from collections.abc import Iterator
from typing import Any

from readout.problem import Problem
from readout.strict_yaml import LONGEST_KEY, MOST, WORDS, read_yaml, scalar

#: In place of the value of a text that only the strict reader can read, or say what is wrong with.
NOT_PLAIN = object()
#: Lists and mappings in one another, in block style and then in brackets.
DEEPEST = 12
#: Anything but line feeds and characters that stand for nothing but themselves; it tells what
#: `isprintable` can't, and takes milliseconds to compile, which most files need not wait for.
_STRANGE = "[^\n -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_KEY = f"[A-Za-z0-9_$][A-Za-z0-9_$+./-]{{0,{LONGEST_KEY - 1}}}"
#: Indentation, a hyphen, a key, and either words that can't be meant otherwise, or the rest.
_LINE = re.compile(rf"( *)(- +)?(?:({_KEY}):(?: +|$))?(?:([^\W\d_][^:#]*+(?<! )$)|(.*))")
#: What begins something else than plain words.
MARKS = frozenset("-?:,[]{}#&*!|>'\"%@`")
BLOCKS = frozenset({">", ">-", "|", "|-"})
#: In brackets: plain words, which may end in spaces, or quoted ones; a key, with its value if that is words; what
#: comes between two values, or before the bracket that closes.
_WORDS = r"(?:[^-?:,\[\]{}#&*!|>'\"%@` ]|-[A-Za-z0-9])[^?:,\[\]{}#]*+|\"[^\"\\]*+\"|'(?:[^']|'')*+'"
_QUOTED = re.compile(r"\"[^\"\\]*+\"|'(?:[^']|'')*+'")
_ITEM = re.compile(f"({_WORDS})?")
_PAIR = re.compile(f"({_KEY}): +({_WORDS})?")
_BETWEEN = re.compile(r" *(?:, +(?![\]},])|(?=[\]}]))")


class _Otherwise(Exception):
    """This text is not plain."""


def read_document(text: str, path: str, most: int = MOST) -> tuple[Any, list[Problem]]:
    """Read one YAML document: as `read_yaml` does, and with its problems, but faster where the text is plain."""
    value = read_plain(text, most)
    return read_yaml(text, path, most) if value is NOT_PLAIN else (value, [])


def read_plain(text: str, most: int = MOST) -> Any:
    """The value of a plain document; NOT_PLAIN where it is none, or might hold more than `most` keys and values."""
    text = text.replace("\r\n", "\n")
    at_most = 4 * text.count("\n") + 2 * text.count(", ") + 3 * (text.count("[") + text.count("{"))
    if at_most > most or not text.endswith("\n"):
        return NOT_PLAIN
    if not text.replace("\n", "").isprintable() and re.search(_STRANGE, text):
        return NOT_PLAIN
    try:
        return _document(text.split("\n")) or NOT_PLAIN
    except _Otherwise:
        return NOT_PLAIN


def _document(lines: list[str]) -> dict[str, Any]:
    """The mapping that the lines hold. Raises _Otherwise where they are not plain."""
    root: dict[str, Any] = {}
    into: Any = root  # the list or mapping that is open, and the column of its entries; around it are others
    around: list[tuple[int, Any]] = []
    column, waiting = 0, None  # a key waits whose value may stand deeper below it
    for at, hyphen, key, value, waits in _entries(lines):
        if at > column:
            if not waiting or len(around) > DEEPEST:
                raise _Otherwise
            around.append((column, into))
            into[waiting] = into = [] if hyphen else {}
            column = at
        while at < column:
            column, into = around.pop()
        if at != column or (type(into) is list) != bool(hyphen):
            raise _Otherwise
        if not key:
            into.append(value)
            waiting = None
            continue
        if hyphen:
            around.append((column, into))
            into.append({})
            into, column = into[-1], at + hyphen
        if key in into:
            raise _Otherwise
        into[key] = value
        waiting = key if waits else None
    return root


#: One entry of a list or mapping: its column, the width of its hyphen (0: none), its key, its value, and whether none
#: stands on its line.
_Entry = tuple[int, int, str | None, Any, bool]


def _entries(lines: list[str]) -> Iterator[_Entry]:
    """What stands on each line, or on the lines of a block. Raises _Otherwise."""
    number, count, match_line, words_for = 0, len(lines), _LINE.match, WORDS.get
    while number < count:
        indent, hyphen, key, words, rest = match_line(lines[number]).groups()  # type: ignore[union-attr]
        number += 1
        at, width = len(indent), len(hyphen) if hyphen else 0
        if words and (key or hyphen):
            yield at, width, key, words_for(words, words), False
        elif not key and not hyphen:
            if words or (rest and rest[0] != "#"):
                raise _Otherwise
        elif rest in BLOCKS:
            text, number = _block(rest, lines, number, at + width if key else at)
            yield at, width, key, text, False
        elif rest:
            if rest[0] in "[{":
                rest, number = _brackets(rest, lines, number, at)
            yield at, width, key, _value(rest), False
        elif key:
            yield at, width, key, None, True
        else:
            raise _Otherwise


def _brackets(first: str, lines: list[str], start: int, column: int) -> tuple[str, int]:
    """What begins with a bracket, on one line, and the number of the next: it goes on below after a comma."""
    parts, count = [first], len(lines)
    while parts[-1].endswith(",") and start < count and lines[start].startswith(" " * (column + 1)):
        parts.append(lines[start].strip(" "))
        start += 1
    return " ".join(parts), start


def _value(text: str) -> Any:
    """What stands behind a key or a hyphen. Raises _Otherwise."""
    text = text.rstrip(" ")
    first = text[:1]
    if first in {"[", "{"}:
        value, end = _in_brackets(text, 0, 1)
        if end == len(text):
            return value
    elif first in {'"', "'"} and _QUOTED.fullmatch(text):
        return _words(text)
    is_plain = first not in MARKS or (first == "-" and text[1:2].isalnum())
    if not is_plain or ": " in text or " #" in text or text[-1:] == ":":
        raise _Otherwise
    return scalar(text)


def _block(header: str, lines: list[str], start: int, column: int) -> tuple[str, int]:
    """The words of a block, folded or as they stand, and the number of the first line after it.

    Takes the lines, and where those of the block start, which are even and deeper than a column. Raises _Otherwise.
    """
    at, count = start, len(lines)
    first = lines[at] if at < count else ""
    width = len(first) - len(first.lstrip(" "))
    margin = " " * width
    while at < count and lines[at].startswith(margin) and lines[at][width : width + 1] not in {"", " "}:
        at += 1
    words = [line[width:] for line in lines[start:at]]
    while at < count and not lines[at]:
        at += 1
    after = lines[at] if at < count else "end"
    if not words or width <= column or after.startswith(margin) or not after.strip(" "):
        raise _Otherwise
    return (" " if header[0] == ">" else "\n").join(words) + ("" if header[-1] == "-" else "\n"), at


def _in_brackets(text: str, at: int, depth: int) -> tuple[Any, int]:
    """What the brackets hold that open at an offset of a text, and where they end. Raises _Otherwise."""
    if depth > DEEPEST:
        raise _Otherwise
    if text[at] == "[":
        listed: list[Any] = []
        at += 1
        while text[at : at + 1] != "]":
            value, at = _inner(_ITEM.match(text, at), 1, text, depth)
            listed.append(value)
        return listed, at + 1
    made: dict[str, Any] = {}
    at += 1
    while text[at : at + 1] != "}":
        pair = _PAIR.match(text, at)
        value, at = _inner(pair, 2, text, depth)
        if not pair or pair[1] in made:
            raise _Otherwise
        made[pair[1]] = value
    return made, at + 1


def _inner(found: re.Match[str] | None, group: int, text: str, depth: int) -> tuple[Any, int]:
    """One value inside brackets, and where the next begins or the bracket closes. Raises _Otherwise."""
    if not found:
        raise _Otherwise
    at = found.end()
    if found[group]:
        value = _words(found[group])
    elif text[at : at + 1] in {"[", "{"}:
        value, at = _in_brackets(text, at, depth + 1)
    else:
        raise _Otherwise
    between = _BETWEEN.match(text, at)
    if not between:
        raise _Otherwise
    return value, between.end()


def _words(text: str) -> Any:
    """What quoted or plain words in brackets stand for."""
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    return text[1:-1] if text[0] == '"' else scalar(text.rstrip(" "))
