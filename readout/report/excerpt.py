"""The line of a file where a problem is, and carets below the words that are meant."""

import unicodedata

from wcwidth import wcswidth

from readout.problem import Place

#: In columns of a terminal: of an excerpt, of what is kept before the carets, of a tab.
WIDEST, BEFORE, TAB = 100, 30, 4
#: What is invisible and yet part of how words are written: in Persian, in scripts of India, in emoji.
JOINERS = {"\u200c", "\u200d"}
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def harmless(text: str) -> str:
    """A text in which control characters, marks of direction and the like are written out, as `\\u202e`."""
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character in JOINERS or unicodedata.category(character) not in UNSEEN:
        return character
    return character.encode("unicode_escape").decode("ascii")


def excerpt(place: Place, lines: list[str]) -> tuple[str, str] | None:
    """The line of a place, and a line of carets to be printed below it.

    A long line is cut around the carets; what goes over several lines is marked at its beginning.
    Returns None where the file as a whole is meant, or has no such line.
    """
    if not place.end_line or place.line > len(lines):
        return None
    line = lines[place.line - 1]
    first = min(place.column - 1, len(line))
    last = place.end_column - 1 if place.end_line == place.line else first + 1
    line, first, last = _near(line, first, max(first + 1, last))
    cells = [" " * TAB if character == "\t" else _shown(character) for character in line]
    before, marked, after = _cut(cells, first, last)
    indent = max(0, wcswidth(before))
    carets = max(1, wcswidth(before + marked) - indent)
    return (before + marked + after).rstrip(), " " * indent + "^" * carets


def _near(line: str, first: int, last: int) -> tuple[str, int, int]:
    """No more of a very long line than could be shown."""
    start = max(0, first - 4 * WIDEST)
    return line[start : first + 4 * WIDEST], first - start, last - start


def _cut(cells: list[str], first: int, last: int) -> tuple[str, str, str]:
    """What is shown before, of and after the marked cells, with … where something was left out."""
    widths = [max(0, wcswidth(cell)) for cell in cells]
    if sum(widths) <= WIDEST:
        start, stop = 0, len(cells)
    else:
        stop = _reach(widths[first:], WIDEST - BEFORE) + first
        start = first - _reach(widths[:first][::-1], WIDEST - sum(widths[first:stop]))
        stop = _reach(widths[start:], WIDEST) + start
        while start < first and not widths[start]:  # half of a character that is put together
            start += 1
    cut_before = "…" if start else ""
    cut_after = "…" if stop < len(cells) else ""
    before, marked, after = cells[start:first], cells[first : min(last, stop)], cells[last:stop]
    return cut_before + "".join(before), "".join(marked), "".join(after) + cut_after


def _reach(widths: list[int], room: int) -> int:
    """How many cells from the first on have room."""
    for count, width in enumerate(widths):
        room -= width
        if room < 0:
            return count
    return len(widths)
