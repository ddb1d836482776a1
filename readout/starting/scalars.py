"""Values written as YAML: every character that a text may hold survives."""

import json
import re
import textwrap

#: A value is folded over several lines where it would reach beyond this column.
WIDTH = 110
_FOLDABLE = re.compile(r"[^\s#|>](?:\S| (?=\S))*\S")


def quoted(text: str) -> str:
    """A text in double quotation marks, in one line; what nobody sees is written as an escape."""
    return "".join(char if char.isprintable() else _escape(char) for char in json.dumps(text, ensure_ascii=False))


def value(text: str, indent: int, key: int) -> str:
    """A value behind its key: in quotation marks or, where it is long and plain enough, folded below.

    `indent` is the column of the key, `key` the length of the key with its colon.
    """
    line = quoted(text)
    if indent + key + len(line) < WIDTH or not text.isprintable() or not _FOLDABLE.fullmatch(text):
        return line
    width = WIDTH - indent - 2
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    pad = "\n" + " " * (indent + 2)
    return ">-" + pad + pad.join(lines)


def comment(text: str) -> str:
    """A text as it can stand in a comment: in one line, without what nobody sees."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
