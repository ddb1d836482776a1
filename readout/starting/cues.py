"""Reporting verbs in a masked text, from the lists in cues.yaml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from readout.starting.paragraphs import QUOTED, Span

LISTS = Path(__file__).with_name("cues.yaml")
#: Languages whose words are not parted by spaces.
UNSPACED = {"ja", "zh"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb or phrase: where it stands (code points, end exclusive), with its negation, and what it is."""

    start: int
    end: int
    word: str
    leads: bool = False
    participle: bool = False
    negated: bool = False


@dataclass(frozen=True)
class Lexicon:
    """The lists of one language."""

    language: str
    lists: dict[str, Any]

    def words(self, name: str) -> frozenset[str]:
        """One of the lists that hold single words."""
        if name not in self._words:
            self._words[name] = frozenset(str(self.lists.get(name) or "").split())
        return self._words[name]

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def unspaced(self) -> bool:
        """Whether the language is written without spaces."""
        return self.language in UNSPACED

    @cached_property
    def forms(self) -> list[str]:
        """All forms of the verbs, longer ones first."""
        lines = self.lists.get("verbs") or []
        forms = {form.strip() for line in lines for form in line.split(",")} - {""}
        return sorted(forms, key=lambda form: (-len(form), form))

    @cached_property
    def leading(self) -> frozenset[str]:
        """Phrases that stand before the one who says it."""
        return frozenset(self.lists.get("before") or ())

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any form or phrase; a phrase and a participle may begin a sentence."""
        ending = self.lists.get("participles") or "\0"
        first = (*self.leading, *(form for form in self.forms if form.endswith(ending)))
        starts = [form[0].upper() + form[1:] for form in first]
        every = sorted({*self.forms, *self.leading, *starts}, key=lambda form: (-len(form), form))
        joined = "|".join(r"\s+".join(re.escape(part) for part in form.split()) for form in every) or r"(?!)"
        return re.compile(joined if self.unspaced else rf"(?<![\w-])(?:{joined})(?![\w-])")

    @cached_property
    def reach(self) -> re.Pattern[str]:
        """What lies between a cue and the quotation that it opens: "that", a comma or a colon."""
        that = "|".join(sorted(self.words("complement"))) or r"(?!)"
        return re.compile(rf"\s*(?:{that})?\s*[,:：、，]?\s*(?:…\s*)?")

    @cached_property
    def shown_before(self) -> re.Pattern[str]:
        """An auxiliary, and a word such as "not", right before a form."""
        helps = "|".join(map(re.escape, sorted(self.words("auxiliaries") | self.words("negations")))) or r"(?!)"
        return re.compile(rf"(?<!\w)(?:(?:{helps})\s+)+(?:\w+ly\s+)?$")

    def find(self, masked: str, span: Span) -> Iterator[Cue]:
        """The cues of a sentence, in order."""
        for match in self.pattern.finditer(masked, *span):
            word = " ".join(match[0].split())
            known = word[0].lower() + word[1:] if word not in self.forms else word
            helped = self.shown_before.search(masked, max(span[0], match.start() - 40), match.start())
            if known in self.words("nouns") and not helped and not self._shown_after(masked, match.end(), span[1]):
                continue
            cue = self._cue(match, known, helped, masked)
            if not (cue.participle and self._governed(masked, span[0], match.start())):
                yield cue

    def _cue(self, match: re.Match[str], known: str, helped: re.Match[str] | None, masked: str) -> Cue:
        ending = self.lists.get("participles")
        participle = bool(ending and known.split(maxsplit=1)[0].endswith(ending))
        negated = bool(helped and self.words("negations") & set(helped[0].split()))
        start = helped.start() if helped and negated else match.start()
        printed = " ".join(masked[start : match.end()].split())
        return Cue(start, match.end(), printed, known in self.leading, participle, negated)

    def _governed(self, masked: str, start: int, at: int) -> bool:
        """Whether a preposition makes a participle a noun: "in responding to"."""
        before = masked[max(start, at - 20) : at].split()
        return bool(before) and before[-1].lower() in self.words("governed") - {"as", "than"}

    def _shown_after(self, masked: str, at: int, end: int) -> bool:
        """Whether what follows a form shows it to be a verb."""
        following = masked[at : min(end, at + 12)].lstrip()
        return not following or following[0] in ",.:;" + QUOTED or following.split()[0] in self.words("complement")


@cache
def lexicon(language: str) -> Lexicon | None:
    """The lists for a language (BCP 47); None where there are none."""
    lists = _all_lists().get(language.split("-", maxsplit=1)[0].lower())
    return Lexicon(language.split("-", maxsplit=1)[0].lower(), lists) if lists else None


def listed() -> list[str]:
    """The languages that there are lists for."""
    return sorted(_all_lists())


@cache
def _all_lists() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(LISTS.read_text(encoding="utf-8"))
    return loaded
