"""A YAML document as a person laid it out: values with their words as written, and each comment at its value.

Lines above, below or between values are kept as a list of strings: a comment, or "" for a blank line.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Scalar:
    """A value of text. `style` is "" (plain), a quotation mark, or `|` or `>` of a block.

    `lines` are the lines as written, of a block scalar without their common indentation and without the line
    of its mark. `chomping` (`-`, `+` or nothing) and `remark` stand on that line.
    """

    style: str
    value: str
    lines: list[str]
    chomping: str = ""
    remark: str = ""

    @property
    def is_block(self) -> bool:
        """Whether it stands below a `|` or a `>`."""
        return self.style in ("|", ">")


@dataclass(slots=True)
class Collection:
    """A mapping or a list. `head` and `tail` are the lines at its beginning and end that belong to no entry.

    `flow`: in brackets. `spread`: the brackets stand on different lines. `pair`: one key and its value
    within a list in brackets, without braces of their own.
    """

    mapping: bool
    flow: bool = False
    spread: bool = False
    pair: bool = False
    entries: list["Entry"] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


Node = Scalar | Collection


@dataclass(slots=True)
class Entry:
    """One entry of a list, or one key of a mapping, with its value (None where nothing is written).

    `above`: the lines above it. `key_remark`: the comment beside the key, if the value stands below. `between`: the
    lines between the key and such a value. `remark`: the comment beside the value. `below`: comments
    indented below a key without a value. `bare`: a key in braces without a colon.
    """

    key: Scalar | None = None
    value: Node | None = None
    above: list[str] = field(default_factory=list)
    key_remark: str = ""
    between: list[str] = field(default_factory=list)
    remark: str = ""
    below: list[str] = field(default_factory=list)
    bare: bool = False


@dataclass(slots=True)
class Document:
    """A document: its value as an entry without a key, and the lines after it."""

    root: Entry
    tail: list[str]
