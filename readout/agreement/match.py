"""Which rows of several annotations are about the same stretch of the article's text.

Where all are anchored in one text, two stretches are likened by the code points that they share,
else by their words: twice what they share, divided by the length of both (Dice's coefficient).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from readout.row import Row

WORD = re.compile(r"\w+(?:['’]\w+)*")
#: Without offsets, the same words may stand in two places; half of them have to be shared.
LEAST_WORDS = 0.5
SAME = 2.0
Span = tuple[int, int]


@dataclass
class Stretch:
    """What a row rests on in the text: its pieces with their occurrences, and where they stand, if that is known.

    `marked` says whether it is words in quotation marks.
    """

    row: Row
    locus: tuple[tuple[str, int], ...]
    spans: tuple[Span, ...]
    marked: bool

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands in it, whatever its case."""
        return Counter(word.casefold() for text, _ in self.locus for word in WORD.findall(text))


def is_same(one: Stretch, other: Stretch, anchored: bool) -> bool:
    """Whether two stretches start and end at the same places."""
    return one.spans == other.spans if anchored and one.spans and other.spans else one.locus == other.locus


def likeness(one: Stretch, other: Stretch, anchored: bool) -> float:
    """How much two stretches share (0 to 1), or SAME; 0 also where it is too little to call them one."""
    if is_same(one, other, anchored):
        return SAME
    if anchored:
        both = length(one.spans) + length(other.spans)
        return 2 * shared(one.spans, other.spans) / both if both else 0.0
    both = one.words.total() + other.words.total()
    alike = 2 * (one.words & other.words).total() / both if both else 0.0
    return alike if alike >= LEAST_WORDS else 0.0


def matches(ones: Sequence[Sequence[Stretch]], others: Sequence[Stretch], anchored: bool) -> dict[int, int]:
    """Each of `others` (by its number) with the group of `ones` that it belongs to, one to one, the likest first."""
    scored = [
        (-score, number, group)
        for number, other in enumerate(others)
        for group, members in enumerate(ones)
        if (score := max(likeness(member, other, anchored) for member in members)) > 0
    ]
    found: dict[int, int] = {}
    for _, number, group in sorted(scored):
        if number not in found and group not in found.values():
            found[number] = group
    return found


def together(stretches: Mapping[str, Sequence[Stretch]], anchored: bool) -> list[dict[str, Row]]:
    """The rows of several curators, those of one stretch together: by curator, in the order of the first's file."""
    groups: list[dict[str, Stretch]] = []
    for curator, mine in stretches.items():
        found = matches([list(group.values()) for group in groups], mine, anchored)
        for number, stretch in enumerate(mine):
            if number in found:
                groups[found[number]][curator] = stretch
            else:
                groups.append({curator: stretch})
    return [{curator: stretch.row for curator, stretch in group.items()} for group in groups]


def merged(spans: Sequence[Span]) -> list[Span]:
    """Spans in the order of the text, those that overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def length(spans: Sequence[Span]) -> int:
    """How many code points spans cover, each counted once."""
    return sum(end - start for start, end in merged(spans))


def shared(ones: Sequence[Span], others: Sequence[Span]) -> int:
    """How many code points two sets of spans have in common, each counted once."""
    left, right = merged(ones), merged(others)
    total = first = second = 0
    while first < len(left) and second < len(right):
        start, end = max(left[first][0], right[second][0]), min(left[first][1], right[second][1])
        total += max(0, end - start)
        if left[first][1] < right[second][1]:
            first += 1
        else:
            second += 1
    return total
