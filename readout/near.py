"""Words for messages: near matches of a name that was written wrong, counts with their nouns."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

#: Among the words of a closed list: how like the one that is meant must be, and how unlike all others.
LIKE, UNLIKE = 0.8, 0.7
#: In a part of an id that is shorter than this, one letter may well tell two things apart (us, uk).
SHORTEST = 4
#: Of a longer list only so many are compared on each side of where a word would stand, by its beginning and by its end.
LONG, BESIDE = 1000, 50
LONGEST = 200
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A hint that names up to three of `choices` close to `word`, or nothing."""
    near = _three_near(word, tuple(choices)) if len(word) <= LONGEST else []
    if not near:
        return ""
    return "did you mean " + " or ".join(f"'{name}'" for name in near) + "?"


@lru_cache(maxsize=16)
def _three_near(word: str, choices: tuple[str, ...]) -> list[str]:
    """Kept for a moment: an id that was renamed is wrong in many places, and a register is long."""
    return get_close_matches(word, _beside(word, choices) if len(choices) > LONG else choices, n=3, cutoff=0.6)


def _beside(word: str, choices: tuple[str, ...]) -> list[str]:
    """Those of a long list that begin or end most like a word: so a slip in the middle of it is found, too."""
    forwards, backwards = _both_ways(choices)
    found = _around(word, forwards)
    found += [name[::-1] for name in _around(word[::-1], backwards)]
    return sorted(set(found))


@lru_cache(maxsize=4)
def _both_ways(choices: tuple[str, ...]) -> tuple[list[str], list[str]]:
    return sorted(choices), sorted(name[::-1] for name in choices)


def _around(word: str, ordered: list[str]) -> list[str]:
    at = bisect_left(ordered, word)
    return ordered[max(0, at - BESIDE) : at + BESIDE]


def one_of(word: str, choices: list[str]) -> str:
    """A hint for a closed list: the near match, or the whole list where it is short."""
    return did_you_mean(word, choices) or "write one of: " + ", ".join(choices[:20])


def only_near(word: str, choices: Iterable[str]) -> str | None:
    """The one word of a closed list that can be meant: like `word` (0.8), and no other even remotely (0.7)."""
    near = get_close_matches(word, list(choices), n=2, cutoff=UNLIKE) if len(word) <= LONGEST else []
    if len(near) != 1 or SequenceMatcher(None, near[0], word).ratio() < LIKE:
        return None
    return near[0]


def only_slip(word: str, choices: Collection[str]) -> str | None:
    """The one id that is a slip of the finger away from `word`.

    A register is an open list: an id that is much like another may mean a record that is yet to be
    written. So one letter may be missing, too many or another, or two neighbours swapped, within a
    part between hyphens of four letters or more; never in a number.
    """
    tried = _one_off(word) if len(choices) > LONG and len(word) <= LONGEST else choices
    near = {choice for choice in tried if choice in choices and _is_slip(word, choice)}
    return near.pop() if len(near) == 1 else None


def _one_off(word: str) -> Iterator[str]:
    """All words that one letter more, less or other, or two neighbours swapped, make of a word."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in LETTERS:
            yield before + letter + after
            yield before + letter + after[1:]


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
