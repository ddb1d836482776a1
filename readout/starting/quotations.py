"""The stretches of a text that stand in quotation marks, nested ones inside, in one pass over the marks."""

from __future__ import annotations

from dataclasses import dataclass, field

from readout.starting.marks import CLOSERS, SINGLE, Mark, marks_of
from readout.starting.paragraphs import ASKED, ENDED, QUOTED, Span, mask, paragraphs

#: What stays outside the words although it stands inside the marks.
TRAILING = ",，、"
SENTENCE_ENDS = ".?!…。？！"


@dataclass
class Quotation:
    """Words in quotation marks.

    `pieces` are the words without their outer marks, one piece a paragraph; `first` and `last` are
    where the outermost marks begin and end. `closed` tells whether there is a closing mark.
    """

    first: int
    last: int
    pieces: list[Span]
    paragraph: int
    closed: bool = True
    inner: list[Quotation] = field(default_factory=list)


@dataclass
class Found:
    """The quotations of a text in order, and the offsets of marks that have no partner."""

    paragraphs: list[Span]
    quotations: list[Quotation] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)


@dataclass
class _Open:
    mark: Mark
    inner: list[Quotation] = field(default_factory=list)


def find_quotations(text: str) -> Found:
    """All quotations of a text. Offsets are code points of the text as given."""
    found = Found(paragraphs(text))
    carried: tuple[Quotation, str] | None = None
    for number, span in enumerate(found.paragraphs):
        scan = _Scan(text, span, number, found)
        carried = scan.run(carried)
    found.quotations = [whole for quotation in found.quotations if (whole := _trimmed(text, quotation))]
    return found


def masked(text: str, quotations: list[Quotation]) -> str:
    """The text with all quotations blotted out, marks included; each ends in a sign for how its words end."""
    spans: list[tuple[int, int, str]] = []
    for quotation in quotations:
        last = text[quotation.pieces[-1][1] - 1]
        sign = ASKED if last in "?!？！" else ENDED if last in SENTENCE_ENDS else QUOTED
        # between the paragraphs of one quotation there is nothing but marks
        spans.append((quotation.first, quotation.last, sign))
    return mask(text, spans)


class _Scan:
    """One paragraph on its way into quotations."""

    def __init__(self, text: str, span: Span, number: int, found: Found) -> None:
        self.text, self.span, self.number, self.found = text, span, number, found
        self.stack: list[_Open] = []
        self.marks = marks_of(text, *span)
        self.single = _singles(self.marks)

    def run(self, carried: tuple[Quotation, str] | None) -> tuple[Quotation, str] | None:
        """Read the marks; `carried` is a quotation that the paragraph before left open, and its opening mark."""
        skip, ended = self._continue(carried)
        if carried and skip is None:
            carried = None
        for index, mark in enumerate(self.marks):
            if skip is None or index >= skip:
                self._take(index, mark)
        if skip is not None and carried and not ended:
            self.stack.clear()
            return carried
        return self._end()

    def _continue(self, carried: tuple[Quotation, str] | None) -> tuple[int | None, bool]:
        """Whether the carried quotation goes on here: how many marks that takes, and whether it ends here."""
        if not carried or not self.marks:
            return None, False
        quotation, char = carried
        lead = self.marks[0]
        again = lead.char == char and not self.text[self.span[0] : lead.at].strip()
        begun = 1 if again else 0
        start = lead.at + 1 if again else self.span[0]
        for index in range(begun, len(self.marks)):
            mark = self.marks[index]
            if mark.char in CLOSERS[char] and mark.closes:
                quotation.pieces.append((start, mark.at))
                quotation.last, quotation.closed = mark.at + 1, True
                return index + 1, True
            if mark.char == char and mark.opens:
                break
        if not again:
            return None, False
        quotation.pieces.append((start, self.span[1]))
        quotation.last = self.span[1]
        return len(self.marks), False

    def _take(self, index: int, mark: Mark) -> None:
        depth = self._closes(index, mark)
        if depth is not None:
            closed = self.stack[depth]
            self._close(closed, mark.at, mark.at + 1, depth)
        elif self._opens(index, mark):
            same = next((n for n, opened in enumerate(self.stack) if opened.mark.char == mark.char), None)
            if same is not None:
                self._give_up(same, mark.at)
            self.stack.append(_Open(mark))
        elif mark.char not in SINGLE:
            self.found.stray.append(mark.at)

    def _closes(self, index: int, mark: Mark) -> int | None:
        """Which of the open marks this one closes."""
        if not mark.closes:
            return None
        if mark.char in SINGLE and mark.elides:
            closer, opener = self.single[index]
            if closer is not None and (opener is None or closer < opener):
                return None
        for depth in range(len(self.stack) - 1, -1, -1):
            if mark.char in CLOSERS[self.stack[depth].mark.char]:
                return depth
        return None

    def _opens(self, index: int, mark: Mark) -> bool:
        """A single mark opens only where a later one closes; else it is an apostrophe."""
        if mark.char in "'‘":
            return mark.opens and self.single[index][0] is not None
        return mark.opens and mark.char != "’"

    def _close(self, opened: _Open, at: int, last: int, depth: int, closed: bool = True) -> None:
        """End an open quotation at an offset; what is still open inside it was no quotation."""
        inside = [quotation for other in self.stack[depth:] for quotation in other.inner]
        made = Quotation(opened.mark.at, last, [(opened.mark.at + 1, at)], self.number, closed, inside)
        del self.stack[depth:]
        (self.stack[-1].inner if self.stack else self.found.quotations).append(made)

    def _give_up(self, depth: int, before: int) -> None:
        """A mark opens again that is open still: the first one ends with its sentence, or was a slip."""
        opened = self.stack[depth]
        end = max(self.text.rfind(sign, opened.mark.at, before) for sign in SENTENCE_ENDS) + 1
        if end > opened.mark.at + 1:
            self._close(opened, end, end, depth, closed=False)
        else:
            self.found.stray.append(opened.mark.at)
            del self.stack[depth:]

    def _end(self) -> tuple[Quotation, str] | None:
        """The paragraph is over: the outermost open mark may go on in the next one."""
        if not self.stack:
            return None
        opened = self.stack[0]
        self.found.stray += [inner.mark.at for inner in self.stack[1:] if inner.mark.char not in SINGLE]
        self._close(opened, self.span[1], self.span[1], 0, closed=False)
        return self.found.quotations[-1], opened.mark.char


def _singles(marks: list[Mark]) -> list[tuple[int | None, int | None]]:
    """For each mark, the offset of the next single one that closes, and of the next one that opens."""
    found: list[tuple[int | None, int | None]] = []
    closer: int | None = None
    opener: int | None = None
    for mark in reversed(marks):
        found.append((closer, opener))
        if mark.char in SINGLE and mark.closes:
            closer = mark.at
        if mark.char in "'‘" and mark.opens:
            opener = mark.at
    return found[::-1]


def _trimmed(text: str, quotation: Quotation) -> Quotation | None:
    """The quotation without spaces and commas at its ends; None where no letter or digit is left."""
    pieces: list[Span] = []
    for start, end in quotation.pieces:
        while start < end and text[start].isspace():
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in TRAILING):
            end -= 1
        if any(char.isalnum() for char in text[start:end]):
            pieces.append((start, end))
    quotation.pieces = pieces
    quotation.inner = [whole for inner in quotation.inner if (whole := _trimmed(text, inner))]
    return quotation if pieces else None
