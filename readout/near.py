"""Words for messages: near matches of a name that was written wrong, counts with their nouns."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A hint that names up to three of `choices` close to `word`, or nothing."""
    near = get_close_matches(word, list(choices), n=3, cutoff=0.6)
    if not near:
        return ""
    return "did you mean " + " or ".join(f"'{name}'" for name in near) + "?"


def one_of(word: str, choices: list[str]) -> str:
    """A hint for a closed list: the near match, or the whole list where it is short."""
    return did_you_mean(word, choices) or "write one of: " + ", ".join(choices[:20])


def plural(count: int, word: str) -> str:
    """A number with its noun: 1 file, 2 files."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
