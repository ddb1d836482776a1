"""A text before and after, so that a person sees which words changed."""

import re
from difflib import SequenceMatcher

#: Shorter texts are shown whole, one after the other.
SHORT = 24
#: Words that are shown around a change; longer stretches between changes are cut.
AROUND = 5
PIECE = re.compile(r"\s+|[^\W_]+(?:['’][^\W_]+)*|.", re.DOTALL)
#: Above so many pieces texts are compared by lines of words no more: both are shown cut.
MOST = 6000
CUT = 300

#: A stretch: "same", "dropped" or "added", and its text.
Stretch = tuple[str, str]


def stretches(before: str, after: str) -> list[Stretch]:
    """The newer text read against the older, stretch by stretch; what is long and the same is cut."""
    a, b = PIECE.findall(before), PIECE.findall(after)
    if len(a) + len(b) > MOST:
        return [("dropped", _short(before)), ("added", _short(after))]
    found: list[Stretch] = []
    opcodes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for number, (tag, a1, a2, b1, b2) in enumerate(opcodes):
        if tag == "equal":
            found.append(("same", _cut(b[b1:b2], number == 0, number == len(opcodes) - 1)))
            continue
        if a1 < a2:
            found.append(("dropped", "".join(a[a1:a2])))
        if b1 < b2:
            found.append(("added", "".join(b[b1:b2])))
    return found


def is_long(before: object, after: object) -> bool:
    """Whether two values are texts whose words are worth setting against each other."""
    both = isinstance(before, str) and isinstance(after, str)
    return both and max(len(str(before)), len(str(after))) > SHORT and " " in str(before) and " " in str(after)


def _cut(pieces: list[str], first: bool, last: bool) -> str:
    keep = 2 * AROUND  # a word and the space after it
    if len(pieces) <= (keep if first or last else 2 * keep):
        return "".join(pieces)
    head = "" if first else "".join(pieces[:keep])
    tail = "" if last else "".join(pieces[-keep:])
    return f"{head}…{tail}"


def _short(text: str) -> str:
    return text if len(text) <= CUT else text[: CUT - 1] + "…"
