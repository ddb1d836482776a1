"""A text cut at every boundary of its annotations, so that spans may overlap and lie within one another."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Span:
    """Where a piece of an annotation's evidence stands; the end is exclusive."""

    kind: str
    annotation: str
    start: int
    end: int


@dataclass(frozen=True)
class Stretch:
    """A run of text that the same spans cover, the shortest of them first."""

    text: str
    spans: tuple[Span, ...]

    @property
    def kinds(self) -> list[str]:
        """The kinds of annotation that cover it, each once."""
        return sorted({span.kind for span in self.spans})

    @property
    def annotation(self) -> str:
        """The annotation that it leads to: the one with the shortest span, a zone last."""
        return self.spans[0].annotation if self.spans else ""


@dataclass
class Paragraph:
    """One line of the text: its stretches, and the annotations that begin in it."""

    stretches: list[Stretch]
    begins: list[str] = field(default_factory=list)


def paragraphs(text: str, spans: Iterable[Span]) -> list[Paragraph]:
    """The lines of the text that have something in them."""
    ordered = sorted((span for span in spans if span.start < span.end), key=lambda span: (span.start, span.end))
    made: list[Paragraph] = []
    seen: set[str] = set()
    active: list[Span] = []
    first = 0
    for line in LINE.finditer(text):
        start, end = line.span()
        active = [span for span in active if span.end > start]
        while first < len(ordered) and ordered[first].start < end:
            if ordered[first].end > start:
                active.append(ordered[first])
            first += 1
        if line[0].strip():
            new = dict.fromkeys(span.annotation for span in active if span.annotation not in seen)
            seen.update(new)
            made.append(Paragraph(list(stretches(text, start, end, active)), list(new)))
    return made


def stretches(text: str, start: int, end: int, spans: list[Span]) -> Iterator[Stretch]:
    """The text from `start` to `end`, cut wherever a span begins or ends."""
    cuts = {start, end}
    for span in spans:
        cuts |= {max(start, span.start), min(end, span.end)}
    edges = sorted(cuts)
    for left, right in pairwise(edges):
        covering = [span for span in spans if span.start <= left and span.end >= right]
        covering.sort(key=lambda span: (span.kind == "zone", span.end - span.start))
        yield Stretch(text[left:right], tuple(covering))
