"""From the tree to the canonical text."""

from readout.canonical.scalars import as_key, continued, in_one_line
from readout.canonical.tree import Collection, Document, Entry, Node


def write(document: Document) -> str:
    """The canonical text of a document that is laid out; ends with a line break."""
    writer = _Writer()
    writer.root(document.root)
    writer.remarks(document.tail, 0)
    return writer.text()


class _Writer:
    """Collects lines. A blank line is written only after a value or a comment, only once, and not at the end."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.hyphens = ""
        self.may_be_blank = False
        self.kept = 0

    def text(self) -> str:
        """All lines, without blank ones at the end but for those that a value keeps."""
        while len(self.lines) > self.kept and not self.lines[-1]:
            self.lines.pop()
        return "".join(line + "\n" for line in self.lines)

    def put(self, indent: int, text: str, remark: str = "") -> None:
        """Write a line, behind the hyphens that wait for it."""
        beside = f"  {remark}" if remark else ""
        self.lines.append((self.hyphens or " " * indent) + text + beside)
        self.hyphens, self.may_be_blank = "", True

    def remarks(self, texts: list[str], indent: int) -> None:
        """Write comments and blank lines."""
        for text in texts:
            if text:
                self.put(indent, text)
            elif self.may_be_blank:
                self.lines.append("")
                self.may_be_blank = False

    def root(self, entry: Entry) -> None:
        """The document's value, which has no key."""
        self.remarks(entry.above, 0)
        if isinstance(entry.value, Collection) and not entry.value.flow:
            self.block(entry.value, 0)
        else:
            self.put(0, in_one_line(entry.value), entry.remark)

    def block(self, node: Collection, indent: int) -> None:
        """A list or mapping on lines of its own."""
        self.remarks(node.head, indent)
        for entry in node.entries:
            self.remarks(entry.above, indent)
            self.entry(entry, indent, f"{as_key(entry.key)}:" if entry.key else "-")
        self.remarks(node.tail, indent)

    def entry(self, entry: Entry, indent: int, start: str) -> None:
        """An entry that begins with a hyphen or a key."""
        value = entry.value
        if value is None:
            self.put(indent, start, entry.key_remark or entry.remark)
            self.remarks(entry.below, indent + 2)
        elif isinstance(value, Collection) and not value.flow:
            if entry.key is None:
                self.hyphens = (self.hyphens or " " * indent) + "- "
            else:
                self.put(indent, start, entry.key_remark)
                self.may_be_blank = False
            self.block(value, indent + 2)
        elif entry.key_remark or entry.between:
            self.put(indent, start, entry.key_remark)
            self.remarks(entry.between, indent + 2)
            self.value(value, indent, indent + 2, "", entry.remark)
        else:
            self.value(value, indent, indent, f"{start} ", entry.remark)

    def value(self, value: Node, indent: int, column: int, start: str, remark: str) -> None:
        """A value that begins in this column; if it runs over several lines, these are two to the right of its key."""
        if isinstance(value, Collection) or (len(value.lines) == 1 and not value.is_block):
            self.put(column, start + in_one_line(value), remark)
            return
        lines = continued(value, indent + 2)
        self.put(column, start + lines[0])
        self.lines += lines[1:]
        if remark:
            self.lines[-1] += f"  {remark}"
        if value.chomping == "+":
            self.kept, self.may_be_blank = len(self.lines), False
