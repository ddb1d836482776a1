"""Where the marks of a document stand in its text, in code points: as counted, counted otherwise, or found again."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache

from readout.imports.model import PAGE, POINTS, UNITS, Document, Loss, Mark, Span

#: Words that do not stand where they should are looked for this far away, in code points.
NEARBY = 2000
#: So many marks tell in which way offsets count.
ASKED = 200
_SPACES = re.compile(r"\s+")
#: Why an attribute is lost with what it belongs to.
NO_SPAN = "its span is not carried"
#: From an offset to one in code points; None where there is none.
Counting = Callable[[int], int | None]


def place(document: Document) -> list[str]:
    """Give each mark its spans in code points, and take out those that stand nowhere.

    Returns what a person should know. What is taken out is among the document's losses, with its attributes.
    Without a text no mark has a place, and those that have words are kept.
    """
    remarks: list[str] = []
    kept: list[Mark] = []
    name, counting = _counting(document)
    if name != document.count:
        remarks.append(f"offsets count {name}")
    for mark in document.marks:
        if document.text is None:
            why = "" if mark.words or not mark.spans else "the text is not at hand, and its words are not given"
        else:
            why = _place(document.text, mark, counting, remarks, name != PAGE)
        if why:
            document.losses.append(Loss("span", mark.id, mark.label, why, mark.line))
            document.losses += [Loss("attribute", mark.id, name, NO_SPAN, mark.line) for name in mark.features]
        else:
            kept.append(mark)
    document.marks = kept
    return remarks


def _place(text: str, mark: Mark, counting: Counting, remarks: list[str], exact: bool) -> str:
    """Put the mark's spans right; returns why that can't be done. `exact`: offsets count from the text's beginning."""
    if not mark.spans and not mark.words:
        return ""
    given, mark.spans = mark.spans, list(_mapped(mark.spans, counting, len(text)))
    if mark.spans and len(mark.spans) == len(given) and _same(text, mark.spans, mark.words):
        mark.spans = [_trimmed(text, span) for span in mark.spans]
        return "" if all(start < end for start, end in mark.spans) else "there is nothing but white space"
    if not mark.words:
        return f"{given[-1][0]}–{given[-1][1]} is not in the text, which has {len(text):,} characters"
    found = _again(text, mark, mark.spans[0][0] if mark.spans and exact else None)
    if found is None:
        return "its words do not stand where it says, nor nearby"
    if given and exact:
        remarks.append(f"{mark.id}: not at {given[0][0]}; its words were found at {found[0][0]}")
    mark.spans = found
    return ""


def _mapped(spans: list[Span], counting: Counting, length: int) -> Iterator[Span]:
    for start, end in spans:
        first, last = counting(start), counting(end)
        if first is not None and last is not None and 0 <= first < last <= length:
            yield first, last


def _same(text: str, spans: list[Span], words: list[str]) -> bool:
    """Whether the words of a mark stand in its spans, white space apart; so it is if it has none."""
    if not words:
        return True
    return " ".join(_plain(text[start:end]) for start, end in spans) == " ".join(map(_plain, words))


def _plain(words: str) -> str:
    return _SPACES.sub(" ", words).strip()


def _trimmed(text: str, span: Span) -> Span:
    words = text[slice(*span)]
    start = span[0] + len(words) - len(words.lstrip())
    return start, max(start, span[1] - len(words) + len(words.rstrip()))


def _again(text: str, mark: Mark, near: int | None) -> list[Span] | None:
    """The place of the mark's words nearest to where they should be, or the only one; None where there is none."""
    spans: list[Span] = []
    after = 0
    for number, words in enumerate(mark.words):
        places = [span for span in _places(text, words) if span[0] >= after]
        if near is not None and number == 0:
            places = sorted((one for one in places if abs(one[0] - near) <= NEARBY), key=lambda one: abs(one[0] - near))
            if len(places) > 1 and abs(places[0][0] - near) == abs(places[1][0] - near):
                return None
        elif number == 0 and len(places) > 1:
            before = _plain(mark.prefix)
            places = [one for one in places if before and _plain(text[max(0, one[0] - 200) : one[0]]).endswith(before)]
            if len(places) != 1:
                return None
        if not places:
            return None
        spans.append(places[0])
        after = places[0][1]
    return spans


def _places(text: str, words: str) -> list[Span]:
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [found.span() for found in re.finditer(pattern, text)] if pattern else []


def _counting(document: Document) -> tuple[str, Counting]:
    """The way to count in which most words stand where they should; the declared one where that tells nothing."""
    text = document.text or ""
    declared = _count(text, document.count)
    asked = [mark for mark in document.marks if mark.spans and mark.words][:ASKED]
    best, most = (document.count, declared), _right(text, asked, declared)
    if most == len(asked) or document.count == PAGE:
        return best
    for name in _others(text):
        counting = _count(text, name)
        if name != document.count and (right := _right(text, asked, counting)) > most:
            best, most = (name, counting), right
    return best


def _right(text: str, marks: list[Mark], counting: Counting) -> int:
    found = 0
    for mark in marks:
        spans = list(_mapped(mark.spans, counting, len(text)))
        found += len(spans) == len(mark.spans) and _same(text, spans, mark.words)
    return found


BOM, ENDS, BOM_ENDS = (
    "from behind the byte order mark",
    "a line end as one character",
    "both line ends and mark otherwise",
)


def _others(text: str) -> list[str]:
    """The ways to count that differ for this text."""
    found = [POINTS]
    found += [UNITS] if any(char > "\uffff" for char in text) else []
    found += [BOM] if text.startswith("\ufeff") else []
    found += [ENDS] if "\r\n" in text else []
    return found + ([BOM_ENDS] if len(found) > 2 and BOM in found and ENDS in found else [])


@lru_cache(maxsize=8)
def _count(text: str, name: str) -> Counting:
    """The function from offsets in one count to those in code points."""
    if name in (POINTS, PAGE) or (name == UNITS and not any(char > "\uffff" for char in text)):
        return lambda offset: offset if 0 <= offset <= len(text) else None
    at = 0
    places: list[int] = []
    for place, char in enumerate(text):
        dropped = (name in (BOM, BOM_ENDS) and place == 0) or (
            name in (ENDS, BOM_ENDS) and char == "\r" and text[place + 1 : place + 2] == "\n"
        )
        places.append(at)
        at += 0 if dropped else 2 if name == UNITS and char > "\uffff" else 1
    places.append(at)

    def counting(offset: int) -> int | None:
        found = bisect_left(places, offset)
        # of several places with one offset the last is meant: what is not counted stands before it
        while found + 1 < len(places) and places[found + 1] == offset:
            found += 1
        return found if found < len(places) and places[found] == offset else None

    return counting
