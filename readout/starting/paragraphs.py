"""The paragraphs and the sentences of a text, as offsets (Unicode code points, end exclusive)."""

import re
from collections.abc import Iterator
from itertools import pairwise

Span = tuple[int, int]

#: Stands for quoted words in a masked text; the others for the last character of a quotation, by how it ends.
QUOTED, ENDED, ASKED = "\ufffc", "\ue000", "\ue001"
#: A line of a text that is broken at a column is about this long.
BROKEN = range(45, 101)
#: A sentence is looked for within so many code points on either side; longer ones are cut there.
WINDOW = 800

_LINES = re.compile(r"[^\r\n\u0085\u2028\u2029]+")
_BREAK = r"(?>\r\n|[\r\n\u0085\u2028\u2029])"
_BLANK = re.compile(rf"{_BREAK}[^\S\r\n\u0085\u2028\u2029]*{_BREAK}")
_END = re.compile(
    rf"(?P<stop>[.!?…]+)[)\]]*(?=\s+[^\sa-z(]|\s*$)|[。！？｡]+|(?P<ended>{ENDED})(?=\s)|(?P<asked>{ASKED})(?=\s+[^\sa-z])"
)
_SHORT = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Maj|Adm|Capt|Sen|Rep|Gov|Pres|Hon|Rev|St|No|Jan|Feb|Mar|Apr"
    r"|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mil|vs|Co|Corp|Inc|Ltd|Mt|Ft|e\.g|i\.e|z\.B|bzw|ca|Nr|Mme|Sra?|bspw|usw))$"
)


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text: its lines or, where the lines are broken at a column, what blank lines part."""
    lines = [match.span() for match in _LINES.finditer(text)]
    if not _is_broken(text, lines):
        return lines
    found: list[Span] = []
    begun = 0
    for gap in _BLANK.finditer(text):
        if text[begun : gap.start()].strip():
            found.append((begun, gap.start()))
        begun = gap.end()
    return [*found, (begun, len(text))] if text[begun:].strip() else found


def _is_broken(text: str, lines: list[Span]) -> bool:
    """Whether most lines with a line directly below end near one column."""
    followed = [
        second - first for (first, second), (below, _) in pairwise(lines) if text[second:below].count("\n") <= 1
    ]
    return len(followed) >= 4 and sum(length in BROKEN for length in followed) >= 0.6 * len(followed)


def mask(text: str, spans: list[tuple[int, int, str]]) -> str:
    """The text with each span blotted out; the last character of a span becomes the third value."""
    parts: list[str] = []
    reached = 0
    for start, end, last in spans:
        parts += [text[reached:start], QUOTED * (end - start - 1), last]
        reached = end
    return "".join([*parts, text[reached:]])


def sentence(masked: str, paragraph: Span, around: Span) -> Span:
    """The sentence around a span: from the end of the one before it to its own end, within its paragraph."""
    first = max(paragraph[0], around[0] - WINDOW)
    last = min(paragraph[1], around[1] + WINDOW)
    start = first
    for end in sentence_ends(masked, first, around[0]):
        start = end
    if masked[around[1] - 1] == ENDED:
        return start, around[1]
    return start, next(sentence_ends(masked, max(around[0], around[1] - 1), last), last)


def sentence_ends(masked: str, start: int, end: int) -> Iterator[int]:
    """Where sentences end between two offsets of a masked text."""
    for match in _END.finditer(masked, start, end):
        short = match["stop"] == "." and _SHORT.search(masked, max(start, match.start() - 8), match.start())
        if not short:
            yield match.end()
