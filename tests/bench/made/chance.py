"""Chance that is the same everywhere: seeded by names, and made of whole numbers and the four operations alone.

Logarithms and powers may differ in their last bit from one machine to the next, and `sum` of fractions from
one Python to the next; so neither is used.
"""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")
#: Twelve numbers of sixteen bits: their sum is all but normally distributed.
SHIFTS = range(0, 192, 16)


class Ranks:
    """Draws a place in a list of some length, early places far oftener than late ones (Zipf's law)."""

    def __init__(self, length: int, flat: int = 3) -> None:
        """Takes the length, and how many places at the top are drawn about equally often."""
        self.sums = list(accumulate(1 / (rank + flat) for rank in range(length)))

    def draw(self, random: Random) -> int:
        """A place, from 0."""
        return bisect(self.sums, random.random() * self.sums[-1], 0, len(self.sums) - 1)

    def some(self, random: Random, values: Sequence[T], count: int) -> list[T]:
        """So many of some values, which are as many as the places; one may come again."""
        return random.choices(values, cum_weights=self.sums, k=count)


def long_tail(random: Random, median: int, least: int, most: int, spread: float = 0.5) -> int:
    """A whole number, half of them up to the median and a few far above it (log-normal), within its bounds."""
    bits = random.getrandbits(192)
    normal = sum([bits >> shift & 0xFFFF for shift in SHIFTS]) / 65536 - 6
    factor = 1 + spread * normal / 64
    for _ in range(6):  # to the 64th power: e to the spread × normal, near enough
        factor *= factor
    return max(least, min(most, round(median * factor)))


class Turns:
    """Says of each occasion whether it is its turn, so that a named feature has just its share of them.

    In the first story of a project every feature's turn comes at its first occasion: so a small project
    has some of everything.
    """

    def __init__(self, random: Random, is_first: bool) -> None:
        self.random = random
        self.is_first = is_first
        self.reached: dict[str, float] = {}

    def __call__(self, name: str, share: float) -> bool:
        """Whether this occasion is the feature's, which has this share of them (0 to 1)."""
        reached = self.reached.get(name)
        if reached is None:
            reached = 1 - share if self.is_first else self.random.random()
        reached += share
        self.reached[name] = reached - 1 if reached >= 1 else reached
        return reached >= 1


def one_of(random: Random, shares: dict[T, int]) -> T:
    """One of some values, by how many times in a hundred (or in any sum) each is wanted."""
    left = random.randrange(sum(shares.values()))
    for value, share in shares.items():
        left -= share
        if left < 0:
            return value
    raise AssertionError("the shares are whole numbers above 0")


def early(random: Random, values: Sequence[T]) -> T:
    """One of some values, the early ones oftener."""
    return values[min(random.randrange(len(values)), random.randrange(len(values)))]
