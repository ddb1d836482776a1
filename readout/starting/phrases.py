"""Many phrases at once in a text: the longest at each place, in any script, in time that grows with the text."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")

#: A word; in scripts that are written without spaces, and in Hangul, where particles follow, one character.
_UNSPACED = r"\u0e00-\u0eff\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
#: Read as the same, one code point for one, so that offsets hold.
_ALIKE = str.maketrans(
    {"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "\r": " ", "\u2010": "-", "\u2011": "-"}
)


@dataclass(frozen=True, slots=True)
class Hit(Generic[Value]):
    """Where a phrase stands (code points, end exclusive), and what was filed under it."""

    start: int
    end: int
    values: tuple[Value, ...]


class Phrases(Generic[Value]):
    """Phrases and what each stands for.

    Capitals count in a phrase of one word; in a longer one they don't. A phrase in small letters may
    begin a sentence.
    """

    def __init__(self) -> None:
        self._exact: dict[str, list[Value]] = {}
        self._lengths: dict[str, list[int]] = defaultdict(list)

    def add(self, phrase: str, value: Value) -> None:
        """File a value under a phrase; one without any letter or digit is left out."""
        known = _normal(phrase)
        words = WORD.findall(known)
        if not words:
            return
        known = known[known.index(words[0]) :]
        # one word is told apart by its capitals ("Li", "US"); in several, houses differ in theirs
        key = known if len(words) == 1 else known.lower()
        for form in {key, key[0].upper() + key[1:]} if len(words) == 1 else {key}:
            values = self._exact.setdefault(form, [])
            if value not in values:
                values.append(value)
        lengths = self._lengths[words[0].lower()]
        if len(known) not in lengths:
            lengths.append(len(known))
            lengths.sort(reverse=True)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Hit[Value]]:
        """The phrases in a stretch of a text, in order; of two that overlap, the longer one."""
        end = len(text) if end is None else end
        stretch = text[start:end].translate(_ALIKE)
        held: Hit[Value] | None = None
        for word in WORD.finditer(stretch):
            hit = self._longest(stretch, word)
            if held and (hit is None or hit.start >= held.end):
                if word.start() >= held.end:
                    yield Hit(start + held.start, start + held.end, held.values)
                    held = hit
            elif held is None or (hit and hit.end - hit.start > held.end - held.start):
                held = hit
        if held:
            yield Hit(start + held.start, start + held.end, held.values)

    def _longest(self, text: str, word: re.Match[str]) -> Hit[Value] | None:
        for length in self._lengths.get(word[0].lower(), ()):
            if values := self._at(text, word.start(), length):
                return Hit(word.start(), word.start() + length, tuple(values))
        return None

    def _at(self, text: str, at: int, length: int) -> list[Value] | None:
        if _splits_word(text, at + length):
            return None
        found = text[at : at + length]
        return self._exact.get(found) or self._exact.get(found.lower())


def _splits_word(text: str, at: int) -> bool:
    """Whether an offset lies within a word of a script with spaces."""
    if at >= len(text):
        return at > len(text)
    both = WORD.match(text, at - 1)
    return bool(both and both.end() > at)


def _normal(phrase: str) -> str:
    return " ".join(phrase.translate(_ALIKE).split())
