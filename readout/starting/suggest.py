"""From the quotations of a text to suggested rows: type, medium, cue and speaker, where the words tell."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from readout.starting.cues import Cue, Lexicon
from readout.starting.names import Name, Names
from readout.starting.paragraphs import ASKED, Span, sentence
from readout.starting.phrases import WORD
from readout.starting.quotations import Found, Quotation, masked
from readout.starting.speakers import Place, Speaker, speaker_of

#: Names are looked for this far before a quotation, and cues that far behind it, in code points.
BEFORE, BEHIND = 2000, 900
#: A term in scare quotes has at most so many words; in scripts without spaces a character counts half.
TERM_WORDS = 4
#: Between a question in quotation marks and the verb that ascribes it stand at most so many words.
TAG_WORDS = 5
#: No article has so many quotations.
MOST = 1000


@dataclass(frozen=True)
class Suggestion:
    """What is proposed for one quotation; `term` tells that it looks like a naming rather than a quote."""

    pieces: list[Span]
    type: str
    medium: str = "speech"
    cue: str = ""
    negated: bool = False
    speaker: Speaker = field(default_factory=Speaker)
    alterations: tuple[str, ...] = ()
    term: bool = False
    hedged: bool = False
    inner: list[Suggestion] = field(default_factory=list)
    sentence: Span = (0, 0)
    cue_at: int = -1


def suggest(text: str, found: Found, names: Names, lexicon: Lexicon | None, most: int = MOST) -> list[Suggestion]:
    """A suggestion for each of the first `most` quotations, in order; pieces that one sentence parts are joined."""
    work = _Work(text, found, names, lexicon)
    made: list[Suggestion] = []
    for quotation in found.quotations[:most]:
        suggestion = work.of(quotation, made[-1] if made else None)
        joined = work.joined(made[-1], suggestion) if made else None
        if joined:
            made[-1] = joined
        else:
            made.append(suggestion)
    return made


class _Work:
    """The text, its masked copy, and what is looked up in both."""

    def __init__(self, text: str, found: Found, names: Names, lexicon: Lexicon | None) -> None:
        self.text, self.found, self.names, self.lexicon = text, found, names, lexicon
        self.masked = masked(text, found.quotations)
        self.starts = [start for start, _ in found.paragraphs]

    def of(self, quotation: Quotation, previous: Suggestion | None) -> Suggestion:
        """The suggestion for one quotation; the one before it may go on."""
        alterations = () if quotation.closed else ("unclosed",)
        inner = [self._inner(nested) for nested in quotation.inner]
        plain = Suggestion(quotation.pieces, self._type(quotation, "", "", None), alterations=alterations, inner=inner)
        if self.lexicon is None:
            return self._as_term(plain, quotation, None)
        around = self._sentence(quotation)
        cues = list(self.lexicon.find(self.masked, around))
        cue = self._choose(quotation, around, cues)
        plain = replace(plain, sentence=around, type=self._type(quotation, *self._frame(quotation, around), cue))
        if cue is None:
            carried = self._carried(plain, quotation, previous)
            return carried or self._as_term(plain, quotation, None)
        place = Place(self.masked, self._paragraph(around), self._names(around), self.lexicon)
        after = quotation.last if cue.start >= quotation.last else None
        made = replace(
            plain, cue=cue.word, negated=cue.negated, cue_at=cue.start, speaker=speaker_of(place, around, cue, after),
        )  # fmt: skip
        return self._as_term(replace(made, medium=self._medium(made, around, cue)), quotation, cue)

    def joined(self, first: Suggestion, second: Suggestion) -> Suggestion | None:
        """One suggestion of two: fragments under one cue, or a quotation that "he said" breaks off."""
        if first.term or second.term or not first.cue or first.sentence != second.sentence:
            return None
        pieces = [*first.pieces, *second.pieces]
        if first.cue_at == second.cue_at and first.type == second.type == "mixed":
            return replace(first, pieces=pieces, alterations=_both(first, second), inner=[*first.inner, *second.inner])
        between = first.pieces[-1][1] <= first.cue_at <= second.pieces[0][0]
        goes_on = not self.text[second.pieces[0][0]].isupper() or self.text[first.pieces[-1][1]] in ",，—–-"
        if between and goes_on and first.type == "direct" and second.cue_at in {-1, first.cue_at}:
            alterations = tuple(dict.fromkeys([*_both(first, second), "interrupted"]))
            return replace(first, pieces=pieces, alterations=alterations, inner=[*first.inner, *second.inner])
        return None

    def _sentence(self, quotation: Quotation) -> Span:
        """The sentence that the quotation stands in; a line before it that ends in a colon belongs to it."""
        span = self.found.paragraphs[quotation.paragraph]
        end = self.found.paragraphs[bisect_right(self.starts, quotation.last - 1) - 1][1]
        first, last = sentence(self.masked, (span[0], end), (quotation.first, quotation.last))
        if self.masked[quotation.last - 1] == ASKED and last == quotation.last:
            last = self._tag(quotation.last, end)
        if quotation.paragraph and not self.masked[first : quotation.first].strip():
            above = self.found.paragraphs[quotation.paragraph - 1]
            if self.masked[slice(*above)].rstrip()[-1:] in {":", "："} and span[0] == first:
                first = sentence(self.masked, above, (above[1] - 1, above[1]))[0]
        return first, last

    def _tag(self, start: int, end: int) -> int:
        """Where the sentence ends after a question or a call: behind "Marsh asked", if that follows."""
        assert self.lexicon is not None
        behind = sentence(self.masked, (start, end), (start, min(start + 2, end)))[1]
        cue = next(self.lexicon.find(self.masked, (start, behind)), None)
        return behind if cue and len(self.masked[start : cue.start].split()) <= TAG_WORDS else start

    def _frame(self, quotation: Quotation, around: Span) -> tuple[str, str]:
        return self.masked[around[0] : quotation.first], self.masked[quotation.last : around[1]]

    def _choose(self, quotation: Quotation, around: Span, cues: list[Cue]) -> Cue | None:
        """The cue that goes with a quotation: right before it, behind a whole sentence, or the nearest before it."""
        assert self.lexicon is not None
        before = [cue for cue in cues if cue.end <= quotation.first]
        after = [cue for cue in cues if quotation.last <= cue.start <= quotation.last + BEHIND]
        if before and self.lexicon.reach.fullmatch(self.masked, before[-1].end, quotation.first):
            return before[-1]
        front = self._frame(quotation, around)[0]
        begins = not re.search(r"\w", front)
        comma = self.text[quotation.pieces[-1][1] : quotation.last + 1]
        if after and (begins or self.lexicon.unspaced or (set(comma) & set(",，") and not before)):
            return after[0]
        leading = [cue for cue in after if cue.leads]
        return next(iter([*before[-1:], *leading, *after]), None)

    def _names(self, around: Span) -> list[Name]:
        paragraph = self._paragraph(around)
        return self.names.find(self.masked, max(paragraph[0], around[0] - BEFORE), around[1])

    def _paragraph(self, around: Span) -> Span:
        return self.starts[bisect_right(self.starts, around[0]) - 1], around[1]

    def _medium(self, made: Suggestion, around: Span, cue: Cue) -> str:
        """Writing where the cue, or a noun of its sentence or of the one before it, says so; thought by its verb."""
        assert self.lexicon is not None
        if cue.word.split()[-1] in self.lexicon.words("thought"):
            return "thought"
        start = around[0] if made.speaker.actor is None or made.speaker.actor.is_person else self._paragraph(around)[0]
        stretch = self.masked[max(start, around[0] - BEFORE) : around[1]]
        if self.lexicon.unspaced:
            return "writing" if any(word in stretch for word in self.lexicon.words("writing")) else "speech"
        return "writing" if self.lexicon.words("writing") & set(WORD.findall(stretch)) else "speech"

    def _type(self, quotation: Quotation, front: str, behind: str, cue: Cue | None) -> str:
        """Direct for whole clauses, mixed for words inside a clause of the reporter's."""
        start, end = quotation.pieces[0]
        words = self.text[start:end]
        opening = next((char for char in words if char.isalnum()), "a")
        whole = not opening.islower() and len(WORD.findall(words)) > 1
        if cue and self.lexicon and cue.end <= quotation.first and not cue.leads:
            stretch = self.masked[cue.end : quotation.first]
            if stretch.strip()[:1] in {",", ":", "：", "，"} or (whole and not stretch.strip()):
                return "direct"
        begins = not re.search(r"\w", front)
        ended = (
            words[-1] in ".?!…。？！" or self.text[end : end + 1] in {",", "，"} or behind.lstrip()[:1] in {",", "，"}
        )
        if begins and (ended or not behind.strip()):
            return "direct"
        if self.lexicon and self.lexicon.unspaced:
            return "direct" if ended or _length(words) > 2 * TERM_WORDS else "mixed"
        return "direct" if whole and ended and not front.rstrip().endswith(("a", "the")) else "mixed"

    def _carried(self, plain: Suggestion, quotation: Quotation, previous: Suggestion | None) -> Suggestion | None:
        """A quotation that is a sentence of its own, right after one of the same paragraph: the same speaker."""
        front, behind = self._frame(quotation, plain.sentence)
        alone = not re.search(r"\w", front + behind)
        if not alone or previous is None or not (previous.speaker.actor or previous.speaker.printed):
            return None
        same = self._paragraph(previous.sentence)[0] == self._paragraph(plain.sentence)[0]
        between = self.masked[previous.sentence[1] : plain.sentence[0]]
        if not same or re.search(r"\w", between):
            return None
        return replace(plain, type="direct", medium=previous.medium, speaker=previous.speaker)

    def _as_term(self, made: Suggestion, quotation: Quotation, cue: Cue | None) -> Suggestion:
        """Whether it is a short term held at a distance, or the name of something, rather than speech."""
        start, end = quotation.pieces[0]
        before = self.text[max(0, quotation.first - 40) : quotation.first].split()
        hedged = bool(self.lexicon and before and before[-1].strip("(").lower() in self.lexicon.words("hedges"))
        if self.lexicon and self.lexicon.unspaced:
            near = self.text[max(0, quotation.first - 4) : quotation.first]
            hedged = any(near.endswith(word) for word in self.lexicon.words("hedges"))
        if made.type == "direct" and cue is not None and not hedged:
            return made
        after = WORD.findall(self.text[quotation.last : quotation.last + 20])
        kind = bool(self.lexicon and after and after[0].lower() in self.lexicon.words("kinds"))
        short = len(quotation.pieces) == 1 and _length(self.text[start:end]) <= TERM_WORDS
        return replace(made, term=hedged or kind or (short and cue is None), hedged=hedged)

    def _inner(self, nested: Quotation) -> Suggestion:
        start, end = nested.pieces[0]
        whole = self.text[start].isupper() and _length(self.text[start:end]) > 2
        inner = [self._inner(deeper) for deeper in nested.inner]
        return Suggestion(nested.pieces, "direct" if whole else "mixed", inner=inner)


def _length(words: str) -> float:
    """How many words; in scripts that are written without spaces a character counts half."""
    return sum(1 if len(word) > 1 or word.isascii() else 0.5 for word in WORD.findall(words))


def _both(first: Suggestion, second: Suggestion) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first.alterations, *second.alterations]))
