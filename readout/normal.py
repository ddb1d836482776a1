"""The normalisation `readout-1`, under which evidence is sought whose words do not stand in a text just so.

In this order, and nothing else:

1. Characters that nobody sees are taken out: soft hyphen (U+00AD), zero-width space, joiners and no-break
   spaces (U+200B to U+200D, U+2060, U+FEFF, so a byte order mark too), bidirectional marks (U+061C, U+200E,
   U+200F, U+202A to U+202E, U+2066 to U+2069). A zero-width joiner between two emoji stays: it makes one
   picture of them, and without it there would be others.
2. A run of white space becomes one space: tabs, line ends of every kind, no-break, thin and wide spaces.
3. Letters and their accents are composed (Unicode NFC).

Quotation marks, dashes, capitals and full-width forms stay as they are: they are what was printed. A stretch
is only matched whole: no letter is cut from its accent, no emoji out of its sequence. Should the rules ever
change, the name's number does.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

NAME = "readout-1"

ZWJ = "\u200d"
UNSEEN = frozenset(
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
SPACES = frozenset(
    "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
#: Characters that composition neither changes nor joins to the one before: the fast way through most texts.
PLAIN = (
    "!-~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ce\u0400-\u0482\u048a-\u052f\u05d0-\u05ea"
    "\u2010-\u2027\u2030-\u205e\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uff01-\uff60"
)
#: A run of them, without a last one that an accent may belong to.
_RUN = f"[{PLAIN}]+(?![^{PLAIN}{''.join(sorted(SPACES))}])"
#: Symbols and emoji by their blocks, so that the result does not hang on the age of Python's Unicode tables.
_EMOJI = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
#: What belongs to the emoji before it: skin tones, and the tags of some flags.
_EXTENDS_EMOJI = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


@dataclass
class Folded:
    """A text under the normalisation, with the way back.

    `starts` and `ends` have, for each code point of `words`, where in the text as given the stretch
    starts and ends (exclusive) that it comes from; -1 where that stretch has none of its own there.
    """

    words: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def fold(text: str) -> Folded:
    """A text under the normalisation, with the way back to its offsets in code points."""
    folded, parts, at = Folded(), [], 0
    run_at = re.compile(_RUN).match  # once, when the first text is folded: it takes milliseconds
    while at < len(text):
        if run := run_at(text, at):
            end = run.end()
            parts.append(run[0])
            folded.starts.extend(range(at, end))
            folded.ends.extend(range(at + 1, end + 1))
        else:
            said, end, after = _stretch(text, at)
            parts.append(said)
            if said:
                inner = [-1] * (len(said) - 1)
                folded.starts.extend([at, *inner])
                folded.ends.extend([*inner, end])
            end = after
        at = end
    folded.words = "".join(parts)
    return folded


def normalised(text: str) -> str:
    """A text under the normalisation."""
    return fold(text).words


def same_words(anchor: dict[str, Any], exact: str) -> bool:
    """Whether an anchor has the words of its evidence: the very same, or under the normalisation that it names."""
    if "normalisation" not in anchor:
        return bool(anchor["exact"] == exact)
    return anchor["normalisation"] == NAME and normalised(anchor["exact"]) == normalised(exact)


def spans_of(folded: Folded, exact: str) -> list[tuple[int, int]]:
    """Where a string stands in a folded text: start and end (exclusive) in code points of the text as given."""
    needle = normalised(exact)
    if not needle.strip():
        return []
    found, at = [], folded.words.find(needle)
    while at >= 0:
        start, end = folded.starts[at], folded.ends[at + len(needle) - 1]
        if start >= 0 and end >= 0:
            found.append((start, end))
        at = folded.words.find(needle, at + 1)
    return found


def _stretch(text: str, at: int) -> tuple[str, int, int]:
    """What one stretch becomes that no run covers, where it ends, and where to read on."""
    if text[at] in UNSEEN:
        return "", at + 1, at + 1
    if text[at] in SPACES:
        return _white(text, at)
    return _letter(text, at)


def _white(text: str, at: int) -> tuple[str, int, int]:
    end = after = at + 1
    while after < len(text) and (text[after] in SPACES or text[after] in UNSEEN):
        after += 1
        end = after if text[after - 1] in SPACES else end
    return " ", end, after


def _letter(text: str, at: int) -> tuple[str, int, int]:
    """A letter with its accents, or an emoji with what belongs to it; what is unseen between them is passed over."""
    said, end, after = text[at], at + 1, at + 1
    while after < len(text):
        if text[after] == ZWJ and _joins(said, text, after):
            said += text[after : after + 2]
            after += 2
            end = after
        elif text[after] in UNSEEN:
            after += 1
        elif _extends(said, text[after]):
            said += text[after]
            after += 1
            end = after
        else:
            break
    return unicodedata.normalize("NFC", said), end, end


def _joins(said: str, text: str, at: int) -> bool:
    """Whether the joiner at an offset stands between two emoji."""
    return bool((_EMOJI.match(said[-1]) or _EXTENDS_EMOJI.match(said[-1])) and _EMOJI.match(text, at + 1))


def _extends(said: str, following: str) -> bool:
    if unicodedata.combining(following) or unicodedata.category(following).startswith("M"):
        return True
    if _EXTENDS_EMOJI.match(following):
        return bool(_EMOJI.match(said[-1]) or _EXTENDS_EMOJI.match(said[-1]))
    if following < "\u0300":
        return False
    joined = unicodedata.normalize("NFC", said + following)
    return joined != unicodedata.normalize("NFC", said) + unicodedata.normalize("NFC", following)
