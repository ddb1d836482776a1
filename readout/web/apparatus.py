"""A critical apparatus: renderings of one utterance read against a base, word by word.

The words and what became of them come from the table quote_changes; here they are laid over the texts as
printed, so that punctuation, which the comparison leaves out, is shown where it stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from readout.variants import WORD

LONG_LEMMA = 8

Change = dict[str, Any]


@dataclass(frozen=True)
class Piece:
    """A stretch of a rendering: what the base has, what the rendering has, and what is printed after it."""

    operation: str
    base: str
    words: str
    after: str


@dataclass
class Reading:
    """What one or more renderings have in a place where the base has something else."""

    operation: str
    words: str
    quotes: list[str] = field(default_factory=list)


@dataclass
class Place:
    """A place of the base, from one word to another, where renderings depart from it."""

    start: int
    end: int
    lemma: str
    readings: list[Reading] = field(default_factory=list)
    number: int = 0


class Printed:
    """A text and where its words stand in it; the words alone, where they are not those of the text."""

    def __init__(self, text: str, words: list[str]) -> None:
        found = [match.span() for match in WORD.finditer(text)]
        if [text[start:end] for start, end in found] != words:
            text, found, at = " ".join(words), [], 0
            for word in words:
                found.append((at, at + len(word)))
                at += len(word) + 1
        self.text = text
        self.spans = found

    def between(self, start: int, end: int) -> str:
        """The text from one word to another, the second exclusive."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if end > start else ""

    def gap(self, at: int) -> str:
        """What is printed before a word: the text's beginning, or its end, for the first and the last."""
        before = self.spans[at - 1][1] if at > 0 else 0
        return self.text[before : self.spans[at][0] if at < len(self.spans) else len(self.text)]


def words_of(changes: Iterable[Change], side: str) -> list[str]:
    """The words of one side of a comparison: `words_base` or `words`."""
    return [word for change in changes for word in (change[side] or "").split()]


def shares_words(changes: Iterable[Change]) -> bool:
    """Whether a rendering has any word in common with the base."""
    return any(change["operation"] in {"same", "respelt"} for change in changes)


def pieces(base_text: str, text: str, changes: list[Change]) -> list[Piece]:
    """A rendering stretch by stretch, as it is printed, with what the base has instead."""
    base = Printed(base_text, words_of(changes, "words_base"))
    printed = Printed(text, words_of(changes, "words"))
    made = [Piece("gap", "", "", printed.gap(0))]
    base_at, at = 0, 0
    for change in changes:
        base_end = base_at + len((change["words_base"] or "").split())
        end = at + len((change["words"] or "").split())
        if end == at and at and not made[-1].after[-1:].isspace():
            made.append(Piece("gap", "", "", " "))
        after = printed.gap(end) if end > at else " "
        made.append(Piece(change["operation"], base.between(base_at, base_end), printed.between(at, end), after))
        base_at, at = base_end, end
    return made


def places(base_text: str, renderings: dict[str, list[Change]]) -> list[Place]:
    """The places of the base where renderings (by their quotes' ids) depart from it, in the order of the base."""
    found: dict[tuple[int, int], Place] = {}
    for quote, changes in renderings.items():
        base = Printed(base_text, words_of(changes, "words_base"))
        at = 0
        for change in changes:
            end = at + len((change["words_base"] or "").split())
            if change["operation"] != "same":
                place = found.setdefault((at, end), Place(at, end, _lemma(base, at, end)))
                _add(place, change, quote)
            at = end
    ordered = [found[key] for key in sorted(found)]
    for number, place in enumerate(ordered, 1):
        place.number = number
    return ordered


def _lemma(base: Printed, start: int, end: int) -> str:
    """The words of a place, the middle of a long stretch left out; the word before it where it is empty."""
    if start == end:
        return base.between(start - 1, start) if start else ""
    if end - start <= LONG_LEMMA:
        return base.between(start, end)
    return f"{base.between(start, start + 3)} … {base.between(end - 3, end)}"


def _add(place: Place, change: Change, quote: str) -> None:
    words = change["words"] or ""
    for reading in place.readings:
        if (reading.operation, reading.words) == (change["operation"], words):
            reading.quotes.append(quote)
            return
    place.readings.append(Reading(change["operation"], words, [quote]))


def numbered(base_text: str, base_words: list[str], found: list[Place]) -> list[tuple[str, list[int]]]:
    """The base as printed, cut after each word at which a place ends, with the numbers of those places."""
    base = Printed(base_text, base_words)
    ends: dict[int, list[int]] = {}
    for place in found:
        ends.setdefault(place.end, []).append(place.number)
    cut, last = [], 0
    for end in sorted(ends):
        reach = base.spans[min(end, len(base.spans)) - 1][1] if end and base.spans else 0
        cut.append((base.text[last:reach], ends[end]))
        last = reach
    return [*cut, (base.text[last:], [])]


def siglum(number: int) -> str:
    """The letter by which a rendering is called: A to Z, then AA, AB and so on, from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
