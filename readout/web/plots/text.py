"""How wide words are, before anybody draws them: an upper estimate, after the widths of DejaVu Sans."""

import re
import unicodedata

#: What XML 1.0 does not allow, and what would end a line.
UNPRINTABLE = re.compile("[^\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
#: The widths of the letters from space to tilde, in hundredths of the letters' size.
WIDTHS = (
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 55, 84, 32, 36, 32, 37, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 34, 29, 66, 56, 91, 76, 79, 60, 79, 69, 63,
    61, 73, 68, 99, 69, 61, 69, 39, 37, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97,
    63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 55, 64, 84,
)  # fmt: skip


def printable(text: object) -> str:
    """Text with what XML cannot hold turned into spaces."""
    return UNPRINTABLE.sub(" ", str(text if text is not None else ""))


def _advance(letter: str) -> float:
    if " " <= letter <= "~":
        return WIDTHS[ord(letter) - 32] / 100
    if unicodedata.category(letter) in {"Mn", "Cf"}:
        return 0.0
    return 1.05 if unicodedata.east_asian_width(letter) in {"W", "F"} or letter in "—…" else 0.75


def width(text: str, size: float = 12) -> float:
    """How wide a line is at most, in pixels, in letters of that size."""
    return size * sum(map(_advance, text))


def fit(text: object, room: float, size: float = 12) -> str:
    """As much of a line as fits, with an ellipsis where it was cut."""
    said = printable(text)[:400].strip()
    if width(said, size) <= room:
        return said
    kept, used = "", size * _advance("…")
    for letter in said:
        used += size * _advance(letter)
        if used > room:
            break
        kept += letter
    return kept.rstrip() + "…"


def wrap(text: str, room: float, size: float = 12) -> list[str]:
    """Lines of words that fit."""
    lines: list[str] = []
    for word in printable(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(fit(word, room, size))
    return lines
