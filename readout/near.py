"""Words for messages: near matches of a name that was written wrong, counts with their nouns."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

#: Among the words of a closed list: how like the one that is meant must be, and how unlike all others.
LIKE, UNLIKE = 0.8, 0.7
#: In a part of an id that is shorter than this, one letter may well tell two things apart (us, uk).
SHORTEST = 4


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A hint that names up to three of `choices` close to `word`, or nothing."""
    near = _three_near(word, tuple(choices))
    if not near:
        return ""
    return "did you mean " + " or ".join(f"'{name}'" for name in near) + "?"


@lru_cache(maxsize=16)
def _three_near(word: str, choices: tuple[str, ...]) -> list[str]:
    """Kept for a moment: an id that was renamed is wrong in many places, and a register is long."""
    return get_close_matches(word, choices, n=3, cutoff=0.6)


def one_of(word: str, choices: list[str]) -> str:
    """A hint for a closed list: the near match, or the whole list where it is short."""
    return did_you_mean(word, choices) or "write one of: " + ", ".join(choices[:20])


def only_near(word: str, choices: Iterable[str]) -> str | None:
    """The one word of a closed list that can be meant: like `word` (0.8), and no other even remotely (0.7)."""
    near = get_close_matches(word, list(choices), n=2, cutoff=UNLIKE)
    if len(near) != 1 or SequenceMatcher(None, near[0], word).ratio() < LIKE:
        return None
    return near[0]


def only_slip(word: str, choices: Iterable[str]) -> str | None:
    """The one id that is a slip of the finger away from `word`.

    A register is an open list: an id that is much like another may mean a record that is yet to be
    written. So one letter may be missing, too many or another, or two neighbours swapped, within a
    part between hyphens of four letters or more; never in a number.
    """
    near = [choice for choice in choices if _is_slip(word, choice)]
    return near[0] if len(near) == 1 else None


def _is_slip(word: str, choice: str) -> bool:
    if abs(len(word) - len(choice)) > 1 or word.count("-") != choice.count("-"):
        return False
    parts = zip(word.split("-"), choice.split("-"), strict=True)
    differ = [(part, other) for part, other in parts if part != other]
    if len(differ) != 1:
        return False
    part, other = differ[0]
    return part.isalpha() and other.isalpha() and min(len(part), len(other)) >= SHORTEST and _is_one_off(part, other)


def _is_one_off(word: str, other: str) -> bool:
    """Whether one letter more, less or other, or two neighbours swapped, make the two words the same."""
    while word and other and word[0] == other[0]:
        word, other = word[1:], other[1:]
    while word and other and word[-1] == other[-1]:
        word, other = word[:-1], other[:-1]
    return max(len(word), len(other)) <= 1 or (len(word) == 2 and word == other[::-1])


def plural(count: int, word: str) -> str:
    """A number with its noun: 1 file, 2 files."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
