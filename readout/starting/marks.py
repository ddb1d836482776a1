"""Quotation marks of many languages: which of them open, which close, and what is only an apostrophe."""

import re
from dataclasses import dataclass

#: What each opening mark is closed by. » and ” open too, where » … «, » … » and ” … ” are the custom.
CLOSERS = {
    "“": "”", "„": "“”‟", "‟": "”", "«": "»", "‹": "›", "「": "」", "『": "』", "﹁": "﹂", "〝": "〞〟",
    "‘": "’'", "‚": "‘’", '"': '"', "＂": "＂", "'": "'", "»": "«»", "›": "‹›", "”": "”",
}  # fmt: skip
MARKS = re.compile("[" + "".join(sorted(set("".join([*CLOSERS, *CLOSERS.values()])))) + "]")
#: These stand for an apostrophe as well.
SINGLE = "'’"
#: A space may follow these where they open: « Le pont ».
SPACED = "«‹„「『"
#: These look the same at both ends; what stands around them tells.
SAME = "\"＂'"
BEFORE_OPENING = set("([{-–—―/…:=>¿¡") | set(CLOSERS)
ELISION = re.compile(r"['’‘](?:\d\ds?\b|(?:tis|twas|em|cause|til|n|round|bout|cos|cuz)\b)", re.IGNORECASE)
#: Scripts that are written without spaces: a mark may stand right beside a letter.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff65]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark and what it may be where it stands."""

    at: int
    char: str
    opens: bool
    closes: bool
    elides: bool


def marks_of(text: str, start: int, end: int) -> list[Mark]:
    """The marks of a paragraph, in order; an apostrophe within a word is none."""
    found = [_mark(text, match.start(), start, end) for match in MARKS.finditer(text, start, end)]
    return [mark for mark in found if mark.opens or mark.closes]


def _mark(text: str, at: int, start: int, end: int) -> Mark:
    char = text[at]
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    free = before.isspace() or before in BEFORE_OPENING or bool(UNSPACED.match(before))
    opens = char in CLOSERS and (char in SPACED or not after.isspace())
    if char in SAME or char in "»›”":
        opens = opens and free
    elif char in "‘‚":
        opens = opens and not before.isalnum()
    if char in "‘'" and ELISION.match(text, at, end):
        opens = False
    closes = True
    if char in SINGLE or char == "‘":
        closes = not before.isspace() and not (after.isalnum() and not UNSPACED.match(after))
    elif char in SAME:
        closes = not (free and opens) or bool(UNSPACED.match(before))
    elides = char in SINGLE and before in "sxzS" and _word_follows(text, at, end)
    return Mark(at, char, opens, closes, elides)


def _word_follows(text: str, at: int, end: int) -> bool:
    return at + 2 < end and text[at + 1].isspace() and text[at + 2].isalpha()
