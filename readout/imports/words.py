"""The words of an article that a draft may hold: speech in quotation marks, and locators of what a reporter wrote."""

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from readout.checks.locators import LONGEST
from readout.imports.model import Mark, Span
from readout.starting.quotations import find_quotations
from readout.starting.rows import Exact
from readout.words import count_words

#: A locator has at least so many words, where that many are there.
FEWEST = 5
OPENING, CLOSING = "“\"«„‘'「『‹", "”\"»“’'」』›"
BEFORE_CLOSING = ",.!?…;:"


@dataclass
class Words:
    """A document's text, if there is one, and what of it is speech in quotation marks."""

    exact: Exact | None
    _speech: list[Span] | None = field(default=None)

    @property
    def speech(self) -> list[Span]:
        """The stretches in quotation marks, without the marks."""
        if self._speech is None:
            found = find_quotations(self.exact.text).quotations if self.exact else []
            self._speech = [piece for quotation in found for piece in quotation.pieces]
        return self._speech

    def quoted(self, mark: Mark) -> Any:
        """What a quote's `exact` may hold: the words in quotation marks, or any if they are short; None if neither."""
        if self.exact is None:
            return _quoted_words(mark.words)
        pieces = [self._unmarked(span) for span in mark.spans]
        if any(count_words(self.exact.text[slice(*span)]) > LONGEST and not self._is_speech(span) for span in pieces):
            pieces = [(max(start, first), min(end, last)) for start, end in pieces for first, last in self.speech
                      if max(start, first) < min(end, last)]  # fmt: skip
        return self._written(pieces)

    def located(self, mark: Mark) -> tuple[Any, bool]:
        """Evidence of at most eleven words a piece, and whether a piece was shortened for it."""
        if self.exact is None:
            pieces = [first_words(words) for words in mark.words]
            return _one_or_list(pieces), pieces != mark.words
        short = [self._locator(span) for span in mark.spans]
        return self._written(short), short != mark.spans

    def found(self, words: str) -> Any:
        """Words of the text as evidence; None where they do not stand in it."""
        text = self.exact.text if self.exact else ""
        start = text.find(words)
        if not words or (self.exact and start < 0):
            return None
        return self._written([self._locator((start, start + len(words)))]) if self.exact else first_words(words)

    def kept(self, value: str) -> str:
        """A text for a field of a row: a reporter's sentence becomes its first words, anything else stays as it is."""
        if self.exact is None or count_words(value) <= LONGEST or value not in " ".join(self.exact.text.split()):
            return value
        spoken = (" ".join(self.exact.text[slice(*span)].split()) for span in self.speech)
        return value if any(value in words for words in spoken) else first_words(value)

    def _written(self, spans: list[Span]) -> Any:
        assert self.exact is not None
        made = [self.exact.of(span) for span in spans]
        return _one_or_list(
            [words if number is None else {"exact": words, "occurrence": number} for words, number in made]
        )

    def _unmarked(self, span: Span) -> Span:
        """A span without the quotation marks around it."""
        assert self.exact is not None
        start, end = span
        text = self.exact.text
        if end - start > 2 and text[start] in OPENING and text[end - 1] in CLOSING:
            return start + 1, end - 1
        if end - start > 1 and text[start] in OPENING and text[start] not in text[start + 1 : end]:
            return start + 1, end
        return span

    def _is_speech(self, span: Span) -> bool:
        return any(start <= span[0] and span[1] <= end for start, end in self.speech)

    def _locator(self, span: Span) -> Span:
        """The first words of a span: all of eleven at the most, else the fewest that stand in the text but once."""
        assert self.exact is not None
        words = self.exact.text[slice(*span)]
        if count_words(words) <= LONGEST:
            return span
        short = span
        for most in range(FEWEST, LONGEST + 1):
            short = (span[0], span[0] + len(first_words(words, most)))
            if self.exact.of(short)[1] is None:
                break
        return short


def first_words(words: str, most: int = LONGEST) -> str:
    """The first so many words of a text, as `readout.words` counts them, or all of it where it has no more."""
    reached = 16 * most
    while reached < len(words) and count_words(words[:reached]) <= most:
        reached *= 2
    head = words[:reached]
    # the first place at which one word more has begun
    cut = bisect_left(range(len(head) + 1), most + 1, key=lambda end: count_words(head[:end])) - 1
    if cut == len(head):
        return words
    while cut and not (head[cut - 1].isalnum() or unicodedata.category(head[cut - 1])[0] == "M"):
        cut -= 1
    return head[:cut]


def _quoted_words(words: list[str]) -> Any:
    made = []
    for piece in words:
        is_marked = len(piece) > 2 and piece[0] in OPENING and piece[-1] in CLOSING
        if not is_marked and count_words(piece) > LONGEST:
            return None
        made.append(piece[1:-1] if is_marked else piece)
    return _one_or_list(made)


def _one_or_list(pieces: list[Any]) -> Any:
    if not pieces:
        return None
    return pieces[0] if len(pieces) == 1 else pieces
