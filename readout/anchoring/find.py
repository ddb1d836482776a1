"""Where words stand in a text: just so, or under the normalisation."""

from dataclasses import dataclass
from typing import Any

from readout.anchoring.texts import Text
from readout.normal import NAME, spans_of
from readout.row import Row

CONTEXT = 32
Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """Where the words of a piece of evidence stand, and which of these places is meant.

    `spans` are all places (start and end, exclusive, in code points), `chosen` is the index of the one
    that is meant, None where none stands out. `occurrence` is the one asked for, from 1. `normalisation`
    names the one under which they were found.
    """

    spans: list[Span]
    chosen: int | None
    occurrence: int | None = None
    normalisation: str | None = None

    @property
    def is_repeated(self) -> bool:
        """Whether the words stand several times, and nothing says which is meant."""
        return self.chosen is None and self.occurrence is None and len(self.spans) > 1

    @property
    def span(self) -> Span | None:
        """The place that is meant."""
        return None if self.chosen is None else self.spans[self.chosen]


def find(text: Text, row: Row, after: int | None) -> Found:
    """Look for a row of evidence in its article's text.

    `after` is where the piece before it in the same span ended: a further piece is sought from there. The
    normalisation is only tried where the words stand nowhere just so; occurrences are then counted under it.
    """
    exact = row.values["exact"]
    spans = [(start, start + len(exact)) for start in occurrences(text.words, exact)]
    normalisation = None
    if not spans and (spans := spans_of(text.folded, exact)):
        normalisation = NAME
    occurrence = row.values["occurrence"]
    return Found(spans, _choose(spans, occurrence, after), occurrence, normalisation)


def _choose(spans: list[Span], occurrence: int | None, after: int | None) -> int | None:
    if occurrence is not None:
        return occurrence - 1 if occurrence <= len(spans) else None
    if len(spans) > 1 and after is not None:
        return next((index for index, (start, _) in enumerate(spans) if start >= after), None)
    return 0 if len(spans) == 1 else None


def occurrences(words: str, exact: str) -> list[int]:
    """The start of every occurrence of a string, those that overlap included."""
    starts, start = [], words.find(exact)
    while start >= 0:
        starts.append(start)
        start = words.find(exact, start + 1)
    return starts


def anchor_at(words: str, span: Span, normalisation: str | None = None) -> dict[str, Any]:
    """The anchor of a place: its words as they stand there, offsets, and up to 32 code points before and after."""
    start, end = span
    anchor = {
        "exact": words[start:end],
        "start": start,
        "end": end,
        "prefix": words[max(0, start - CONTEXT) : start],
        "suffix": words[end : end + CONTEXT],
    }
    return anchor if normalisation is None else {**anchor, "normalisation": normalisation}
