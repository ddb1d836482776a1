"""The formats that a field of text may have, beyond what a pattern can say."""

from collections.abc import Callable
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from readout.dates import is_edtf

#: In characters.
LONGEST_TAG = 64


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(text: str) -> bool:
    """Whether a text names an IANA time zone."""
    return text in _zones() and ZoneInfo(text) is not None


@lru_cache(maxsize=1024)
def is_language(text: str) -> bool:
    """Whether a text is a valid BCP 47 language tag."""
    if len(text) > LONGEST_TAG:
        return False
    from langcodes import tag_is_valid  # noqa: PLC0415  its tables load slowly, and few values need them

    return bool(tag_is_valid(text))


@lru_cache(maxsize=1024)
def is_country(text: str) -> bool:
    """Whether a text is a country's alpha-3 code in ISO 3166-1."""
    import pycountry  # noqa: PLC0415  its tables load slowly, and only places need them

    return text.isupper() and pycountry.countries.get(alpha_3=text) is not None


#: Each format's name: its test, what it is called, and what to write.
FORMATS: dict[str, tuple[Callable[[str], bool], str, str]] = {
    "edtf": (
        is_edtf,
        "date",
        "a date such as 2025-12-12, 2025-12, 2025-12-12T16:31:00+09:00 or 2026-01-17/.. (EDTF level 1)",
    ),
    "time-zone": (is_time_zone, "time zone", "an IANA time zone such as Asia/Tokyo"),
    "language": (is_language, "language tag", "a BCP 47 language tag such as en-GB"),
    "country": (is_country, "country code", "a country's three letters in ISO 3166-1, such as JPN"),
}


def checkers() -> dict[str, Callable[[str], bool]]:
    """Name to test, as a JSON Schema library takes them."""
    return {name: test for name, (test, _, _) in FORMATS.items()}
