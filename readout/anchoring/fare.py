"""How the anchors of one version of a text fare in the next.

    kept       the words stand where they stood
    moved      they stand at another offset, with the same words around them
    near       some of the words around them changed, but they stand where their neighbours say that they should
    elsewhere  they stand in a place with other words around it, or another of several places than before is meant
    lost       they are gone, or their annotation was changed or taken out
    repeated   they stand several times now, and nothing says which is meant

The new place follows from the annotation and the new text alone. What is told apart here is whether it is
the old one, by what stood around it. Contexts are compared under the normalisation, so that other line ends or
spaces alone never count as a change.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz

from readout.anchoring.find import Found, anchor_at
from readout.normal import normalised

Anchor = dict[str, Any]

#: From here on two contexts are the same, edited at most: a clear majority of their characters agree, in order.
#: Where the same words stood in two places of one of five real articles, the contexts agreed less in 95 of 100 cases.
SAME = 75.0
#: From here on they have a part in common, such as all that follows the words. Two unrelated contexts agreed by
#: at most 53 in 999 of 1,000 pairs, so chance does not come here.
PARTLY = 55.0
#: How far from where its neighbours say an anchor may stand to be near, in code points: about two sentences,
#: what an editor writes into a paragraph or takes out of it.
CLOSE = 200


class Fare(StrEnum):
    """What became of an anchor."""

    KEPT = "kept"
    MOVED = "moved"
    NEAR = "near"
    ELSEWHERE = "elsewhere"
    LOST = "lost"
    REPEATED = "repeated"


@dataclass(frozen=True)
class Outcome:
    """What became of one anchor.

    `before` is the old anchor, `after` the new one if there is one. `better` is the occurrence (from 1) at
    which the words stand with what stood around them before, where that is not the place that is meant.
    """

    id: str
    fare: Fare
    before: Anchor
    after: Anchor | None = None
    better: int | None = None


@dataclass
class _Case:
    """An old anchor on its way to an outcome: how like the contexts of the old place and the new one are."""

    id: str
    before: Anchor
    after: Anchor | None = None
    likeness: float = 0.0
    better: int | None = None
    repeated: bool = False

    @property
    def is_sure(self) -> bool:
        return self.after is not None and self.better is None and self.likeness >= SAME


@dataclass
class Shifts:
    """How far the text has moved, by the offsets of anchors that are surely the same."""

    starts: list[int] = field(default_factory=list)
    shifts: list[int] = field(default_factory=list)

    def add(self, before: int, after: int) -> None:
        """One more pair of an old offset and the new one, in the order of the old ones."""
        self.starts.append(before)
        self.shifts.append(after - before)

    def expect(self, before: int, after: int) -> bool:
        """Whether what stood at one offset may stand at another, by its neighbours on both sides."""
        at = bisect_left(self.starts, before)
        around = self.shifts[max(0, at - 1) : at + 1] or [0]
        return before + min(around) - CLOSE <= after <= before + max(around) + CLOSE


def fare(before: Mapping[str, Anchor], found: Mapping[str, Found], words: str) -> list[Outcome]:
    """What became of the anchors of the version before, in their old order.

    Takes the old anchors by the ids of their evidence, where each piece of evidence that is there now was
    found, and the new text. An old anchor without evidence follows its words to a new piece of evidence that
    stands where it stood (its id changes with its annotation's words); else it is lost.
    """
    anchors = {key: anchor_at(words, place.span) for key, place in found.items() if place.span}
    ordered = sorted(before.items(), key=lambda pair: (pair[1]["start"], pair[1]["end"]))
    heirs = _Heirs({key: anchor for key, anchor in anchors.items() if key not in before})
    cases = []
    for key, anchor in ordered:
        if key in found:
            cases.append(_case(key, anchor, found[key], words))
        else:
            heir = heirs.take(anchor)
            cases.append(_Case(key, anchor, heir, likeness(anchor, heir) if heir else 0.0))
    shifts = Shifts()
    for case in cases:
        if case.is_sure and case.after:
            shifts.add(case.before["start"], case.after["start"])
    return [Outcome(case.id, _judge(case, shifts), case.before, case.after, case.better) for case in cases]


def count(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many anchors fared how, each fare named."""
    counts = {str(name): 0 for name in Fare}
    for outcome in outcomes:
        counts[outcome.fare] += 1
    return counts


def likeness(before: Anchor, after: Anchor) -> float:
    """How much of what stood around an old place stands around a new one, 0 to 100, each side by its length."""
    total, agreed = 0, 0.0
    for side in ("prefix", "suffix"):
        old, new = normalised(before[side]), normalised(after[side])
        # at the ends of a text there is less around; only what was there can be missed
        new = new[-len(old) :] if side == "prefix" and old else new[: len(old)]
        total += len(old)
        agreed += len(old) * fuzz.ratio(old, new)
    return agreed / total if total else 100.0


class _Heirs:
    """New anchors by their words, each of which takes the place of one old anchor at the most."""

    def __init__(self, anchors: Mapping[str, Anchor]) -> None:
        self.by_words: dict[str, list[Anchor]] = defaultdict(list)
        for anchor in anchors.values():
            self.by_words[normalised(anchor["exact"])].append(anchor)

    def take(self, before: Anchor) -> Anchor | None:
        """The new anchor with the words and the context of an old one, if there is one left."""
        candidates = self.by_words.get(normalised(before["exact"]), []) if self.by_words else []
        best = max(candidates, key=lambda anchor: likeness(before, anchor), default=None)
        if best is None or likeness(before, best) < SAME:
            return None
        candidates.remove(best)
        return best


def _case(key: str, before: Anchor, found: Found, words: str) -> _Case:
    after = anchor_at(words, found.span) if found.span else None
    mine = likeness(before, after) if after else 0.0
    better = _better(before, found, words, mine) if mine < 100.0 else None
    return _Case(key, before, after, mine, better, found.is_repeated)


def _better(before: Anchor, found: Found, words: str, mine: float) -> int | None:
    """The occurrence whose context is the old one's, if it is not the one that is meant."""
    others: list[tuple[float, int]] = [
        (likeness(before, anchor_at(words, span)), -index)
        for index, span in enumerate(found.spans)
        if index != found.chosen
    ]
    best, index = max(others, default=(0.0, 0))
    return 1 - index if best >= SAME and best > mine else None


def _judge(case: _Case, shifts: Shifts) -> Fare:
    if case.after is None:
        return Fare.REPEATED if case.repeated else Fare.LOST
    stays = case.after["start"] == case.before["start"]
    if case.better is not None or case.likeness < PARTLY:
        return Fare.ELSEWHERE
    if stays:
        return Fare.KEPT
    if case.likeness >= SAME:
        return Fare.MOVED
    return Fare.NEAR if shifts.expect(case.before["start"], case.after["start"]) else Fare.ELSEWHERE
