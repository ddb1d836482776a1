"""How far two curators put quotation marks' words at the same places: exact spans, shared words, alpha for unitizing.

Only words in quotation marks are compared: the evidence of an indirect quote points at it and has no
boundaries of its own. The annotation that stands first is the reference of precision and recall.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readout.agreement.annotation import Annotation, Case, is_anchored
from readout.agreement.match import SAME, Span, Stretch, length, likeness, matches, merged, shared
from readout.agreement.unitizing import unitizing


@dataclass(frozen=True)
class Overlap:
    """How much of what two sides have is common to both: how much each has, in what unit, and how much they share."""

    unit: str
    first: int
    second: int
    common: int

    @property
    def precision(self) -> float | None:
        """The share of the second's that the first has too; None where the second has nothing."""
        return self.common / self.second if self.second else None

    @property
    def recall(self) -> float | None:
        """The share of the first's that the second has too; None where the first has nothing."""
        return self.common / self.first if self.first else None

    @property
    def f1(self) -> float | None:
        """Twice the common, divided by what both have; None where nobody has anything."""
        return 2 * self.common / (self.first + self.second) if self.first + self.second else None


@dataclass(frozen=True)
class SpanAgreement:
    """Agreement on quoted spans over some pairs of annotations.

    `overlaps` has exact spans, then shared code points over the pairs that are anchored in one text,
    and shared words over the others. `alpha_u` is over the anchored pairs, or `why_none` says why not.
    """

    overlaps: tuple[Overlap, ...]
    alpha_u: float | None
    why_none: str


def span_agreement(cases: Iterable[Case]) -> SpanAgreement:
    """Agreement on the spans of quotes over every two annotations of some articles."""
    pairs = [pair for case in cases for pair in case.pairs()]
    anchored = [pair for pair in pairs if _is_anchored(pair)]
    others = [pair for pair in pairs if not _is_anchored(pair)]
    overlaps = [_sum("spans", [_exact(pair) for pair in pairs])]
    if anchored:
        overlaps.append(_sum("code points", [_characters(pair) for pair in anchored]))
    if others:
        overlaps.append(_sum("words", [_words(pair) for pair in others]))
    alpha_u, why = _alpha_u(anchored)
    return SpanAgreement(tuple(overlaps), alpha_u, why)


Pair = tuple[Annotation, Annotation]


def _marked(annotation: Annotation) -> list[Stretch]:
    return [stretch for stretch in annotation.stretches("quotes") if stretch.marked]


def _is_anchored(pair: Pair) -> bool:
    return is_anchored(pair) and all(stretch.spans for annotation in pair for stretch in _marked(annotation))


def _sum(unit: str, overlaps: list[Overlap]) -> Overlap:
    sums = [(each.first, each.second, each.common) for each in overlaps]
    first, second, common = (sum(column) for column in zip(*sums, strict=True)) if sums else (0, 0, 0)
    return Overlap(unit, first, second, common)


def _exact(pair: Pair) -> Overlap:
    one, other = map(_marked, pair)
    anchored = _is_anchored(pair)
    found = matches([[stretch] for stretch in one], other, anchored)
    same = sum(likeness(one[group], other[number], anchored) == SAME for number, group in found.items())
    return Overlap("spans", len(one), len(other), same)


def _covered(annotation: Annotation) -> list[Span]:
    return merged([span for stretch in _marked(annotation) for span in stretch.spans])


def _characters(pair: Pair) -> Overlap:
    one, other = map(_covered, pair)
    return Overlap("code points", length(one), length(other), shared(one, other))


def _words(pair: Pair) -> Overlap:
    one, other = map(_marked, pair)
    found = matches([[stretch] for stretch in one], other, False)
    common = sum((one[group].words & other[number].words).total() for number, group in found.items())
    return Overlap("words", _count(one), _count(other), common)


def _count(stretches: Sequence[Stretch]) -> int:
    return sum((stretch.words for stretch in stretches), Counter[str]()).total()


def _alpha_u(pairs: Sequence[Pair]) -> tuple[float | None, str]:
    """Alpha for unitizing over texts laid end to end, each twice where two pairs have it."""
    if not pairs:
        return None, "no two annotations are anchored in one text, see `readout anchor`"
    marked: tuple[list[Span], list[Span]] = ([], [])
    total = 0
    for pair in pairs:
        for spans, annotation in zip(marked, pair, strict=True):
            spans += [(start + total, end + total) for start, end in _covered(annotation)]
        anchors = pair[0].unit.anchors
        total += anchors["length"] if anchors else 0
    found = unitizing(total, marked)
    if found.alpha is None:
        return None, "no words in quotation marks" if found.observed is None else "chance would do as well"
    return round(found.alpha, 6), ""
