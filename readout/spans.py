"""Stretches of a text, as (start, end) in code points, the end exclusive."""

from collections.abc import Iterable


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """How many code points a set of spans covers, each counted once."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
