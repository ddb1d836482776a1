"""From tokens to the tree: which comment belongs to which value.

A comment beside a value is that value's; comments above an entry are the entry's; comments at the end of a list or
mapping that are indented like it are its own, not the next entry's.
"""

from readout.canonical.scalars import read_scalar
from readout.canonical.tokens import Remark, Token
from readout.canonical.tree import Collection, Document, Entry, Node

FLOW_STARTS = ("FlowMappingStart", "FlowSequenceStart")
BLOCK_STARTS = ("BlockMappingStart", "BlockSequenceStart")


def parse(tokens: list[Token]) -> Document:
    """The tree of a document. Raises ValueError where a token is not expected."""
    return _Parser(tokens).document()


class _Parser:
    """Goes through the tokens once; `pending` are the remarks before the current one that nothing has taken yet."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.pending: list[Remark] = list(tokens[0].before)

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    @property
    def kind(self) -> str:
        return self.token.kind

    def advance(self) -> None:
        self.at += 1
        self.pending += self.token.before

    def expect(self, *kinds: str) -> None:
        if self.kind not in kinds:
            raise ValueError(f"line {self.token.line + 1}: {self.kind} where {' or '.join(kinds)} was expected")

    def take_all(self) -> list[str]:
        """All pending remarks."""
        taken, self.pending = [remark.text for remark in self.pending], []
        return taken

    def take_beside(self) -> str:
        """The comment on the line of the token before, if there is one."""
        return self.pending.pop(0).text if self.pending and self.pending[0].beside else ""

    def take_indented(self, column: int) -> list[str]:
        """The pending remarks up to the last of those that stand at this column or to the right of it."""
        count = 0
        for number, remark in enumerate(self.pending, 1):
            if remark.text and remark.column < column:
                break
            count = number if remark.text else count
        taken, self.pending = self.pending[:count], self.pending[count:]
        return [remark.text for remark in taken]

    def document(self) -> Document:
        self.expect("StreamStart")
        self.advance()
        if self.kind == "DocumentStart":
            self.advance()
        root = Entry()
        if self.kind in FLOW_STARTS or self.kind == "Scalar":
            root.above = self.take_all()
        root.value = self.node(-1)
        root.remark = self.take_beside()
        while self.kind == "DocumentEnd":
            self.advance()
        self.expect("StreamEnd")
        return Document(root, self.take_all())

    def node(self, indent: int) -> Node:
        """The value that begins here, within a list or mapping of an indentation."""
        if self.kind == "Scalar":
            scalar = read_scalar(self.token, max(indent, 0))
            self.advance()
            return scalar
        if self.kind in FLOW_STARTS:
            return self.flow()
        self.expect(*BLOCK_STARTS)
        mapping, column = self.kind == "BlockMappingStart", self.token.column
        self.advance()
        made = self.mapping(column) if mapping else self.sequence(column)
        self.expect("BlockEnd")
        made.tail = self.take_indented(column)
        self.advance()
        return made

    def mapping(self, column: int) -> Collection:
        made = Collection(mapping=True)
        while self.kind in ("Key", "Value"):
            entry = Entry(above=self.take_all())
            made.entries.append(entry)
            self.key(entry)
            if self.kind == "Value":
                self.advance()
                self.value(entry, column)
        return made

    def key(self, entry: Entry) -> None:
        """The key of an entry; where none is written, the strict reader reads an empty one."""
        if self.kind == "Key":
            self.advance()
        if self.kind == "Scalar":
            entry.key = read_scalar(self.token, 0)
            self.advance()
            entry.above += self.take_all() if self.kind == "Value" else []
        else:
            entry.key = read_scalar(Token("Scalar", '""', 0, 0, style='"'), 0)

    def value(self, entry: Entry, column: int) -> None:
        """The value of a mapping's entry, or none."""
        entry.key_remark = self.take_beside()
        if self.kind == "Scalar" or self.kind in FLOW_STARTS:
            entry.between = self.take_all()
            entry.value = self.node(column)
            entry.remark = self.take_beside()
        elif self.kind in BLOCK_STARTS:
            entry.value = self.node(column)
        elif self.kind == "BlockEntry" and entry.key is not None:
            entry.value = made = self.sequence(column)
            made.tail = self.take_indented(column + 1)
        else:
            entry.below = self.take_indented(column + 1)

    def sequence(self, column: int) -> Collection:
        """The entries of a list; a comment between a hyphen and its value goes above the hyphen."""
        made = Collection(mapping=False)
        while self.kind == "BlockEntry":
            entry = Entry(above=self.take_all())
            made.entries.append(entry)
            self.advance()
            if self.kind == "BlockEntry":
                entry.key_remark = self.take_beside()
                continue
            self.value(entry, column)
            if entry.value is not None:
                entry.above += [*filter(None, [entry.key_remark]), *entry.between]
                entry.key_remark, entry.between = "", []
        return made

    def flow(self) -> Collection:
        """A list or mapping in brackets."""
        start, end = self.token, self.kind.replace("Start", "End")
        made = Collection(mapping=self.kind == "FlowMappingStart", flow=True)
        self.advance()
        while self.kind != end:
            if self.kind == "FlowEntry":
                self.advance()
                beside = self.take_beside()
                if beside and made.entries and not made.entries[-1].remark:
                    made.entries[-1].remark = beside
                elif beside:
                    self.pending.insert(0, Remark(beside))
                continue
            made.entries.append(self.flow_entry(made.mapping))
        made.tail = self.take_all()
        made.spread = self.token.line != start.line
        self.advance()
        return made

    def flow_entry(self, in_mapping: bool) -> Entry:
        above = self.take_all()
        if not in_mapping and self.kind in ("Key", "Value"):
            pair = Collection(mapping=True, flow=True, pair=True, entries=[self.flow_pair()])
            above += pair.entries[0].above
            pair.entries[0].above = []
            return Entry(above=above, value=pair, remark=self.take_beside())
        if in_mapping:
            entry = self.flow_pair()
            entry.above = above + entry.above
        else:
            entry = Entry(above=above, value=self.node(-1))
        entry.remark = self.take_beside()
        return entry

    def flow_pair(self) -> Entry:
        """A key in brackets and its value; comments in between go above both."""
        entry = Entry()
        self.key(entry)
        if self.kind != "Value":
            entry.bare = True
            return entry
        self.advance()
        entry.above += self.take_all()
        if self.kind == "Scalar" or self.kind in FLOW_STARTS:
            entry.value = self.node(-1)
        return entry
