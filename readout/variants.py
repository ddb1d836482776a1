"""Renderings of one utterance against each other, word by word, as a critical edition would."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import combinations

from readout.row import Row, row_id

WORD = re.compile(r"(?:[A-Z]\.){2,}|\w+(?:['’]\w+)*")
#: Above so many renderings each is compared with the fullest only: pairs grow with their square.
ALL_PAIRS = 12
#: So many words are kept with what they are compared by: a language uses few, again and again.
KNOWN = 20_000
#: American and British endings that make no other word; the second is what both are compared by.
SPELLINGS = [
    (re.compile(r"(?<=\w{2})ence$"), "ense"),
    (re.compile(r"(?<=\w{4})isation(s?)$"), r"ization\1"),
    (re.compile(r"(?<=\w{4})is(e|es|ed|ing)$"), r"iz\1"),
    (re.compile(r"(?<=\w{2})our(s|ed|ing|able|ite)?$"), r"or\1"),
    (re.compile(r"(?<=\w{2})tre(s?)$"), r"ter\1"),
    (re.compile(r"^(travel|cancel|quarrel|counsel|channel|label|model|signal|level|fuel)l(ed|ing|er)$"), r"\1\2"),
    (re.compile(r"(?<=\w{2})ogue(s?)$"), r"og\1"),
]


@dataclass(frozen=True)
class Rendering:
    """The words of one quote, or of the original (where `quote` and `article` are None)."""

    quote: str | None
    article: str | None
    words: tuple[str, ...]

    @cached_property
    def keys(self) -> list[str]:
        """The words as they are compared: case, dots of abbreviations and apostrophes levelled."""
        return [spelling(word) for word in self.words]


@dataclass(frozen=True)
class Change:
    """A stretch in which two renderings agree or differ."""

    operation: str
    words_a: tuple[str, ...]
    words_b: tuple[str, ...]


@lru_cache(maxsize=KNOWN)
def level(word: str) -> str:
    """A word without case, dots and kinds of apostrophe."""
    return word.casefold().replace(".", "").replace("’", "'")


@lru_cache(maxsize=KNOWN)
def spelling(word: str) -> str:
    """A word by which American and British spellings are one; only ever compared, never shown."""
    key = level(word)
    for ending, common in SPELLINGS:
        key = ending.sub(common, key)
    return key


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text in order; punctuation, ellipses and brackets fall away."""
    return tuple(WORD.findall(text))


def compare(a: Rendering, b: Rendering) -> list[Change]:
    """The second rendering read against the first, stretch by stretch."""
    changes: list[Change] = []
    matcher = SequenceMatcher(None, a.keys, b.keys, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        words_a, words_b = a.words[a1:a2], b.words[b1:b2]
        if tag == "equal":
            changes += _same(words_a, words_b)
        else:
            operation = {"delete": "dropped", "insert": "added", "replace": "replaced"}[tag]
            changes.append(Change(operation, words_a, words_b))
    return changes


def _same(words_a: tuple[str, ...], words_b: tuple[str, ...]) -> Iterator[Change]:
    """Words that match, with those that are spelt otherwise set apart."""
    start = 0
    for at, (one, other) in enumerate(zip(words_a, words_b, strict=True)):
        if level(one) != level(other):
            if start < at:
                yield Change("same", words_a[start:at], words_b[start:at])
            yield Change("respelt", (one,), (other,))
            start = at + 1
    if start < len(words_a):
        yield Change("same", words_a[start:], words_b[start:])


def show(changes: list[Change]) -> str:
    """The changes in one line, in the notation of wdiff."""
    parts = []
    for change in changes:
        if change.operation == "same":
            parts.append(" ".join(change.words_b))
            continue
        dropped = f"[-{' '.join(change.words_a)}-]" if change.words_a else ""
        added = f"{{+{' '.join(change.words_b)}+}}" if change.words_b else ""
        parts.append(dropped + added)
    return " ".join(parts)


def variants_of(
    utterance: str, original: str | None, language: str | None, quotes: Iterable[tuple[str, str, str, str | None]]
) -> list[Row]:
    """The rows of quote_variants and quote_changes of one utterance.

    Takes its id, its own words and their language; and of each quote of it, in the order of their ids, the quote's id,
    its article, the words, and the article's language.
    """
    made: list[Row] = []
    languages: dict[str | None, str | None] = {}
    renderings: list[Rendering] = []
    for quote, article, exact, spoken in quotes:
        if words := split_words(exact):
            languages[article] = spoken
            renderings.append(Rendering(quote, article, words))
    own = Rendering(None, None, split_words(original or ""))
    for a, b in pairs(renderings):
        made += _pair_rows(utterance, a, b)
    for rendering in renderings if own.words else ():
        if same_language(language, languages[rendering.article]):
            made += _pair_rows(utterance, own, rendering)
    return made


def same_language(one: str | None, other: str | None) -> bool:
    """Whether two BCP 47 tags have the same primary language."""
    return bool(one and other) and str(one).split("-")[0] == str(other).split("-")[0]


def pairs(renderings: list[Rendering]) -> Iterator[tuple[Rendering, Rendering]]:
    """Which renderings are compared, the fuller of two first."""
    ordered = sorted(renderings, key=lambda rendering: (-len(rendering.words), rendering.quote or ""))
    if len(ordered) <= ALL_PAIRS:
        yield from combinations(ordered, 2)
    else:
        yield from ((ordered[0], rendering) for rendering in ordered[1:])


def _pair_rows(utterance: str, a: Rendering, b: Rendering) -> Iterator[Row]:
    changes = compare(a, b)
    count = dict.fromkeys(("same", "respelt", "dropped", "added", "replaced"), 0)
    for change in changes:
        count[change.operation] += len(change.words_a) or len(change.words_b)
    variant = row_id(utterance, "quote_variants", a.quote or "", b.quote or "")
    shared = count["same"] + count["respelt"]
    values = {
        "id": variant, "utterance": utterance, "quote_a": a.quote, "article_a": a.article,
        "quote_b": b.quote, "article_b": b.article,
        **{f"words_{name}": number for name, number in count.items()},
        "likeness": round(2 * shared / (len(a.words) + len(b.words)), 4), "difference": show(changes),
    }  # fmt: skip
    yield Row("quote_variants", values, "", ())
    for seq, change in enumerate(changes):
        values = {
            "id": f"{variant}-{seq}", "variant": variant, "seq": seq, "operation": change.operation,
            "words_a": " ".join(change.words_a) or None, "words_b": " ".join(change.words_b) or None,
        }  # fmt: skip
        yield Row("quote_changes", values, "", ())
