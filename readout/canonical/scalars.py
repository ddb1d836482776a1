"""The words of one value: which quotation marks they need, and how their lines are indented."""

import json
import re

from readout.canonical.tokens import Token, block_mark
from readout.canonical.tree import Node, Scalar
from readout.strict_yaml import read_yaml
from readout.strict_yaml import scalar as strict_value

#: What YAML 1.2, which editors read, takes for a number, a truth value or nothing, and 1.1 for a merge.
OTHER_READERS = re.compile(
    r"""[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+
    |[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|null|Null|NULL|~|true|True|TRUE|false|False|FALSE|<<|=""",
    re.VERBOSE,
)


def read_scalar(token: Token, indent: int) -> Scalar:
    """A scalar token within a list or mapping of this indentation. Raises ValueError."""
    lines = token.raw.split("\n")
    if token.style not in ("|", ">"):
        return Scalar(token.style, token.value, lines)
    mark = block_mark(token.raw)
    digit = mark["signs"].strip("+-")
    lines = lines[1:-1] if token.raw.endswith("\n") else lines[1:]
    # without a digit the first line with words tells; where there is none, all lines are blank
    first = next((line for line in lines if line.strip(" ")), " " * len(token.raw))
    margin = indent + int(digit) if digit else len(first) - len(first.lstrip(" "))
    lines = [line[min(margin, len(line) - len(line.lstrip(" "))) :] for line in lines]
    return Scalar(token.style, token.value, lines, mark["signs"].strip("123456789"), mark["remark"] or "")


def as_key(scalar: Scalar) -> str:
    """A key, in the quotation marks that it needs, or none."""
    text = scalar.value
    if scalar.is_block or len(scalar.lines) > 1:
        scalar = Scalar('"', text, [json.dumps(text, ensure_ascii=False)])
    if not scalar.style and text:
        return scalar.lines[0]
    return _marked(scalar, f"{text}: {{{text}: 1}}", {text: {text: 1}})


def in_one_line(node: Node | None, in_brackets: bool = False) -> str:
    """A value on one line, texts in the quotation marks that they need here, or none."""
    if node is None:
        return ""
    if isinstance(node, Scalar):
        return _text(node, in_brackets)
    written = []
    for entry in node.entries:
        value = in_one_line(entry.value, in_brackets=True)
        if entry.key is not None:
            value = as_key(entry.key) if entry.bare else f"{as_key(entry.key)}: {value}"
        written.append(value)
    inside = ", ".join(written)
    if node.pair:
        return inside
    return f"{{{inside}}}" if node.mapping else f"[{inside}]"


def _text(scalar: Scalar, in_brackets: bool) -> str:
    text = scalar.value
    if not scalar.style:
        return scalar.lines[0]
    return _marked(scalar, f"{{k: {text}, l: [{text}]}}" if in_brackets else _in_block(text))


def _in_block(text: str) -> str:
    return f"k: {text}\nl:\n  - {text}\n"


def out_of_brackets(scalar: Scalar) -> Scalar:
    """A scalar that moves out of brackets: plain text such as `-` needs quotation marks there."""
    text = scalar.value
    value, problems = read_yaml(_in_block(text), "")
    if scalar.style or (not problems and value["k"] == value["l"][0] == strict_value(text)):
        return scalar
    return Scalar('"', text, [json.dumps(text, ensure_ascii=False)])


def _marked(scalar: Scalar, plain: str, read: object = None) -> str:
    """Text without quotation marks where nobody needs them, or in those that take fewer escapes, rather double ones.

    `plain` is a document with the text as plain, and `read` what the strict reader has to make of it. A text with a
    character that nobody sees stays as it is written.
    """
    text = scalar.value
    if not text.isprintable():
        return scalar.lines[0]
    value, problems = read_yaml(plain, "")
    reads_back = not problems and value == (read or {"k": text, "l": [text]})
    if reads_back and text.strip() == text and not OTHER_READERS.fullmatch(text):
        return text
    escapes = text.count('"') + text.count("\\")
    if escapes > text.count("'"):
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def continued(scalar: Scalar, indent: int) -> list[str]:
    """The lines of a value that runs over several, the first as it follows on its key, the others indented."""
    pad = " " * indent
    if scalar.is_block:
        first = next((line for line in scalar.lines if line), "")
        digit = "2" if first[:1] in (" ", "\t") else ""
        remark = f"  {scalar.remark}" if scalar.remark else ""
        lines = [f"{scalar.style}{digit}{scalar.chomping}{remark}", *scalar.lines]
    else:
        lines = [_trimmed(line, scalar.style) for line in scalar.lines]
    return [lines[0], *(pad + line if line else "" for line in lines[1:])]


def _trimmed(line: str, style: str) -> str:
    """A line of a folded value without the white space that folding drops."""
    line = line.lstrip(" \t")
    words = line.rstrip(" \t")
    escapes = style == '"' and (len(words) - len(words.rstrip("\\"))) % 2
    return line[: len(words) + 1] if escapes else words
