"""What of the registers an article may be about: claims, events and terms, ranked by what they share with its text."""

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from readout.dates import bounds
from readout.row import Row
from readout.starting.paragraphs import Span, paragraphs
from readout.starting.phrases import WORD, Phrases

#: A word shorter than this says little; longer ones are compared by their first letters, which endings leave alone.
SHORTEST, STEM = 4, 5
#: What tells words apart from others: a stem, a number, or a name of the registers.
Mark = tuple[str, str]
#: What a shared stem, number and name are worth.
WEIGHTS = {"stem": 1.0, "number": 1.5, "name": 1.5}
#: A candidate is likely if it shares this part of what it is made of.
LIKELY = 0.4
_STOP = """
about after also another before being between could does down each from given have having into itself more most much
only other over said same says should some such than that their them then there these they this those through under
until upon very were what when where which while whom whose will with would your
"""
STOP = frozenset(_STOP.split())
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record of a register, its words for a person, and how much of it the text shares (0 to 1)."""

    id: str
    words: str
    share: float
    row: Row

    @property
    def likely(self) -> bool:
        """Whether enough of it occurs in the text to be looked for first."""
        return self.share >= LIKELY


@dataclass(frozen=True, slots=True)
class Term:
    """A term that another article uses for a concept, and where it stands in this text."""

    concept: str
    start: int
    end: int
    quoted: bool = False


class Vocabulary:
    """What a text is made of: the stems, numbers and names in it, and in which paragraphs they stand."""

    def __init__(self, text: str, names: Phrases[str]) -> None:
        self.names = names
        self.places: dict[Mark, set[int]] = defaultdict(set)
        for number, (start, end) in enumerate(paragraphs(text)):
            for mark in self._marks(text[start:end]):
                self.places[mark].add(number)

    def rank(self, rows: Iterable[Row], column: str) -> list[Candidate]:
        """The rows by how much of their words the text shares, the likeliest first."""
        rows = list(rows)
        marks = {row.id: self._marks(str(row.values[column])) for row in rows}
        seen = Counter(mark for found in marks.values() for mark in found)
        made = [
            Candidate(row.id, str(row.values[column]), self._share(marks[row.id], seen, len(rows)), row) for row in rows
        ]
        return sorted(made, key=lambda candidate: -candidate.share)

    def _marks(self, words: str) -> set[Mark]:
        """What some words are told by."""
        found: set[Mark] = {("stem", stem) for stem in _stems(words)}
        found |= {("number", number) for number in _NUMBER.findall(words)}
        return found | {("name", value) for hit in self.names.find(words) for value in hit.values}

    def _share(self, marks: set[Mark], seen: Counter[Mark], rows: int) -> float:
        """How much the text has of some marks: the mean of all of it and of its best paragraph.

        Rare words weigh more than common ones, and names and numbers more than words.
        """
        weights = {mark: WEIGHTS[mark[0]] + math.log(rows / seen[mark]) for mark in marks}
        by_paragraph: Counter[int] = Counter()
        for mark in marks:
            for number in self.places.get(mark, ()):
                by_paragraph[number] += weights[mark]  # type: ignore[assignment]
        whole = sum(weights.values())
        shared = sum(weight for mark, weight in weights.items() if mark in self.places)
        best = max(by_paragraph.values(), default=0)
        return (shared + best) / (2 * whole) if whole else 0.0


def names_of(*tables: tuple[Iterable[Row], str, str]) -> Phrases[str]:
    """The names in some tables: of each its rows, the column with the id that is named, and the one with the name."""
    phrases: Phrases[str] = Phrases()
    for rows, column, name in tables:
        for row in rows:
            phrases.add(str(row.values[name]), str(row.values[column]))
    return phrases


def could_be_known(row: Row, published: str) -> bool:
    """Whether what a claim says could be known when an article appeared (EDTF)."""
    known_from = row.values.get("known_from")
    if not known_from:
        return True
    earliest, latest = bounds(str(known_from), None)[0], bounds(published, None)[1]
    return not (earliest and latest) or earliest <= latest


def terms_in(text: str, namings: Iterable[Row], quoted: list[Span]) -> list[Term]:
    """The terms of other articles that stand in this text, one place for each concept and wording.

    A place outside quotation marks is preferred. Takes the rows of `namings` and the spans in marks, in order.
    """
    phrases: Phrases[str] = Phrases()
    for row in namings:
        term = str(row.values["term"])
        if "[…]" not in term:
            phrases.add(term.strip("\"'“”‘’"), str(row.values["concept"]))
    found: dict[tuple[str, str], Term] = {}
    for hit in phrases.find(text):
        at = bisect_right(quoted, hit.start, key=lambda span: span[0]) - 1
        inside = at >= 0 and hit.end <= quoted[at][1]
        for concept in hit.values:
            key = (concept, text[hit.start : hit.end].lower())
            if key not in found or (found[key].quoted and not inside):
                found[key] = Term(concept, hit.start, hit.end, inside)
    return sorted(found.values(), key=lambda term: (term.concept, term.start))


def _stems(text: str) -> Iterable[str]:
    for match in WORD.finditer(text):
        word = match[0].lower()
        if (len(word) >= SHORTEST or not word.isascii()) and word not in STOP and not word.isdigit():
            yield word[:STEM]
