"""Dates of any precision: EDTF level 1 (https://www.loc.gov/standards/datetime/)."""

import re
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

#: A year, month or day; uncertain (?), approximate (~) or both (%) ones mean the same stretch.
PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?[?~%]?")
SEASON = re.compile(r"(\d{4})-(2[1-4])")
#: The first month of spring, summer, autumn and winter of the northern half of the world; winter ends the year after.
SEASONS = {"21": 3, "22": 6, "23": 9, "24": 12}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?")
Bounds = tuple[str | None, str | None]
#: In characters; no date needs as many.
LONGEST = 64
#: A zone by its name; the library itself forgets all but a few.
_zone = lru_cache(maxsize=None)(ZoneInfo)


@lru_cache(maxsize=65536)
def is_edtf(text: str) -> bool:
    """Whether a text is an EDTF date of level 0 or 1 that the calendar has."""
    try:
        bounds(text, "UTC")
    except ValueError:
        return False
    return True


@lru_cache(maxsize=65536)
def bounds(text: str, zone: str | None) -> Bounds:
    """The first and the last second that a date may mean, in UTC.

    Takes an EDTF date and the IANA time zone that it is meant in (UTC where None). Returns two
    ISO 8601 instants such as 2025-12-12T07:31:00Z; None for an end that is open or unknown.
    Raises ValueError for what is no EDTF date of level 0 or 1.
    """
    if len(text) > LONGEST or not text.isascii():
        raise ValueError(text[:LONGEST])
    if "/" in text:
        first, _, last = text.partition("/")
        if "/" in last or (first in {"", ".."} and last in {"", ".."}):
            raise ValueError(text)
        earliest = None if first in {"", ".."} else bounds(first, zone)[0]
        latest = None if last in {"", ".."} else bounds(last, zone)[1]
        if earliest and latest and earliest > latest:
            raise ValueError(text)
        return earliest, latest
    where = _zone(zone or "UTC")
    if INSTANT.fullmatch(text):
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=where)
        return _utc(moment), _utc(moment)
    first_day, last_day = _days(text)
    return _utc(first_day.replace(tzinfo=where)), _utc(_day_end(last_day).replace(tzinfo=where))


def _days(text: str) -> tuple[datetime, datetime]:
    """The first and last day of a date without a time, both at midnight."""
    if match := PLAIN.fullmatch(text):
        year, month, day = (int(part) if part else None for part in match.group(1, 2, 3))
        first = datetime(year or 0, month or 1, day or 1)
        return first, first if day else _last_day(first, 1 if month else 12)
    if match := SEASON.fullmatch(text):
        first = datetime(int(match[1]), SEASONS[match[2]], 1)
        return first, _last_day(first, 3)
    lower, upper = _by_library(text)
    return datetime(*lower[:3]), datetime(*upper[:3])


def _by_library(text: str) -> tuple[Any, Any]:
    """The bounds of the rarer forms, such as unspecified digits."""
    # the parser takes a tenth of a second to load, and most files hold plain dates only
    from edtf import parse_edtf  # noqa: PLC0415
    from edtf.parser.parser_classes import UncertainOrApproximate, Unspecified  # noqa: PLC0415

    try:
        with redirect_stdout(StringIO()):  # before it fails on 2024-0X, it prints what it tried
            date = parse_edtf(text)
    except Exception as error:  # EDTFParseException, and what its authors did not think of
        raise ValueError(text) from error
    if type(date) not in {UncertainOrApproximate, Unspecified}:
        raise ValueError(text)
    return date.lower_strict(), date.upper_strict()


def _last_day(first: datetime, months: int) -> datetime:
    """The last day of a stretch of months that begins on the first of one."""
    count = first.month - 1 + months
    return datetime(first.year + count // 12, count % 12 + 1, 1) - timedelta(days=1)


def _day_end(day: datetime) -> datetime:
    return day.replace(hour=23, minute=59, second=59)


def _utc(moment: datetime) -> str:
    try:
        return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    except OverflowError as error:
        raise ValueError(f"{moment} is at the edge of the calendar") from error
