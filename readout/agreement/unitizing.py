"""Krippendorff's alpha for unitizing: how far two or more curators mark the same stretches of a text.

Alpha for one category, after K. Krippendorff, Content Analysis (2nd ed. 2004), pp. 251-256, where a
text is a continuum that each observer divides into units and the gaps between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from readout.agreement.match import Span


@dataclass(frozen=True)
class Unitized:
    """Observed and expected disagreement, and alpha; None where nothing is marked, or chance would do as well."""

    observed: float | None
    expected: float | None
    alpha: float | None


def unitizing(length: int, marked: Sequence[Sequence[Span]]) -> Unitized:
    """Alpha of the stretches that each observer marked, in order and without overlap, in a text of a length."""
    observers, units = len(marked), [(end - start) for spans in marked for start, end in spans]
    if not units:
        return Unitized(None, None, None)
    squares = sum(
        _disagreement(one, other)
        for number, one in enumerate(marked)
        for another, other in enumerate(marked)
        if number != another
    )
    observed = squares / (observers * (observers - 1) * length**2)
    expected = _expected(length, observers, units, [gap for spans in marked for gap in _gaps(length, spans)])
    return Unitized(observed, expected, 1 - observed / expected if expected else None)


def _disagreement(ones: Sequence[Span], others: Sequence[Span]) -> int:
    """Squared differences of each unit of one observer from what the other marks there.

    A unit in another's gap counts its own length, and once more when the gap is compared with it.
    """
    total = at = 0
    for start, end in ones:
        while at < len(others) and others[at][1] <= start:
            at += 1
        here, met = at, False
        while here < len(others) and others[here][0] < end:
            met = True
            total += (start - others[here][0]) ** 2 + (end - others[here][1]) ** 2
            here += 1
        total += 0 if met else 2 * (end - start) ** 2
    return total


def _gaps(length: int, spans: Sequence[Span]) -> list[int]:
    """The lengths of the stretches that are not marked."""
    edges = [0, *(edge for span in spans for edge in span), length]
    return [end - start for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]


def _expected(length: int, observers: int, units: list[int], gaps: list[int]) -> float:
    ordered = np.sort(np.array(gaps, dtype=float))
    rest = np.concatenate([np.cumsum(ordered[::-1])[::-1], [0.0]])
    total = 0.0
    for size in units:
        first = int(np.searchsorted(ordered, size))
        room = float(rest[first]) - (len(ordered) - first) * (size - 1)
        total += (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * room
    pairs = observers * length * (observers * length - 1) - sum(size * (size - 1) for size in units)
    return 2 / length * total / pairs if pairs else 0.0
