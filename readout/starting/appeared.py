"""When an article appeared, as its address or a line printed near its top tells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from readout.dates import is_edtf

#: A printed date is looked for in so many lines, of so many characters at most, in so much of the text.
LINES, LONGEST, TOP = 12, 100, 1500

_PATH = (
    re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)(?=/|$)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?=\d{6}(?!\d)|(?!\d))"),
)
_MONTH_PATH = re.compile(r"/((?:19|20)\d\d)/?(\d\d)(?=/)")
_MONTHS = (
    "january janvier januar enero", "february février februar febrero", "march mars märz marzo", "april avril abril",
    "may mai mayo", "june juin juni junio", "july juillet juli julio", "august août agosto",
    "september septembre septiembre", "october octobre oktober octubre", "november novembre noviembre",
    "december décembre dezember diciembre",
)  # fmt: skip
_NAMES = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMES |= {name[:3]: _NAMES[name] for name in reversed(list(_NAMES)) if name not in {"juin", "juillet", "mayo"}}
_NAMES["sept"] = 9
_WORD = "|".join(sorted(_NAMES, key=len, reverse=True))
_ISO = re.compile(r"(?<![\d-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_ASIAN = re.compile(r"((?:19|20)\d\d)\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일]")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d\d?)(?:st|nd|rd|th|\.|er|º)?\s+(?:de\s+)?({_WORD})\.?,?\s+(?:de\s+)?((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b({_WORD})\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Appeared:
    """A date (EDTF), and where it was found, in words."""

    date: str
    source: str


def from_address(url: str) -> Appeared | None:
    """The date in an address's path, such as /2025/12/13/; of the month only where it has no day."""
    path = urlsplit(url).path
    for pattern in _PATH:
        for match in pattern.finditer(path):
            if date := _date(match[1], match[2], match[3]):
                return Appeared(date, "the address")
    month = _MONTH_PATH.search(path)
    if month and is_edtf(only := f"{month[1]}-{month[2]}"):
        return Appeared(only, "the address, which has the month only")
    return None


def from_text(text: str) -> Appeared | None:
    """The first date that a short line near the top prints, or one in digits also in a longer line."""
    for number, line in enumerate(text[:TOP].splitlines(), 1):
        if number > LINES:
            break
        for date in _dates(line):
            return Appeared(date, f"line {number} of the text")
    return None


def _dates(line: str) -> Iterator[str]:
    for pattern in (_ISO, _ASIAN):
        for match in pattern.finditer(line if pattern is _ASIAN else line[:LONGEST]):
            if date := _date(match[1], match[2], match[3]):
                yield date
    if len(line) <= LONGEST:
        for match in _MONTH_FIRST.finditer(line):
            if date := _date(match[3], str(_NAMES[match[1].lower()]), match[2]):
                yield date
        for match in _DAY_FIRST.finditer(line):
            if date := _date(match[3], str(_NAMES[match[2].lower()]), match[1]):
                yield date


def _date(year: str, month: str, day: str) -> str | None:
    date = f"{year}-{int(month):02}-{int(day):02}"
    return date if is_edtf(date) else None


def of_file(date: str) -> str:
    """The plain date that an EDTF date gives a file's name: its first day, month or year that is known."""
    known = re.search(r"\d{4}(?:-\d\d){0,2}", date)
    return known[0] if known else ""
