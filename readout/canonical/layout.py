"""Where brackets can't stay on one line, and where the comments of a list's entries go."""

from readout.canonical.scalars import as_key, in_one_line, out_of_brackets
from readout.canonical.tree import Collection, Document, Entry, Node, Scalar

#: Brackets that stood on several lines are joined where the line has at most this many characters.
WIDTH = 120


def lay_out(document: Document) -> None:
    """Open the brackets that can't stay, and put the comments of a list's entry above its hyphen."""
    _settle(document.root, -2, "")


def _settle(entry: Entry, indent: int, start: str) -> None:
    """Lay out an entry that begins at an indentation with a hyphen or a key."""
    node = entry.value
    if not isinstance(node, Collection):
        return
    if node.flow and node.spread and not _stays(entry, node, indent, start):
        _open(entry, node)
    for inner in node.entries:
        _settle(inner, indent + 2, f"{as_key(inner.key)}:" if inner.key else "-")
    if not node.flow and not node.mapping:
        for inner in node.entries:
            inner.above += _lines_on_top(inner.value)


def _stays(entry: Entry, node: Collection, indent: int, start: str) -> bool:
    if _needs_lines(node):
        return False
    before = indent + 2 if entry.between or entry.key_remark else max(indent, 0) + len(start) + 1
    return before + len(in_one_line(node)) <= WIDTH


def _needs_lines(node: Node | None) -> bool:
    """Whether brackets hold what can't stand on one line: a comment, or a value of several lines."""
    if isinstance(node, Scalar):
        return len(node.lines) > 1
    if node is None:
        return False
    return any(node.tail) or any(
        any(entry.above) or bool(entry.remark) or _needs_lines(entry.value) for entry in node.entries
    )


def _open(entry: Entry, node: Collection) -> None:
    """Turn brackets into lines; what stood beside them goes above. Empty ones stay and lose their comments to above."""
    if not node.entries:
        entry.above += node.tail
        node.tail = []
        return
    entry.above += [entry.remark] if entry.remark else []
    entry.remark = ""
    node.head = entry.between + node.head
    entry.between = []
    node.flow = False
    for inner in node.entries:
        if isinstance(inner.value, Collection) and inner.value.pair:
            _open(inner, inner.value)
            inner.value.pair = False
        elif isinstance(inner.value, Scalar):
            inner.value = out_of_brackets(inner.value)


def _lines_on_top(node: Node | None) -> list[str]:
    """Take the lines that stand above the first entry of a list's entry."""
    if not isinstance(node, Collection) or node.flow or not node.entries:
        return []
    taken = node.head + node.entries[0].above
    node.head, node.entries[0].above = [], []
    return taken
