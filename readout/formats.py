"""The formats that a field of text may have, beyond what a pattern can say."""

import json
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from readout.dates import is_edtf

#: In characters.
LONGEST_TAG = 64
#: Some languages, and regions that a tag may name beside them, for which no tables need to be loaded.
LANGUAGES = {
    "ar", "bn", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it",
    "ja", "ko", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "ur", "vi", "zh",
}  # fmt: skip
REGIONS = {
    "AE", "AR", "AT", "AU", "BD", "BE", "BR", "CA", "CH", "CL", "CN", "CO", "CZ", "DE", "DK", "DZ", "EG", "ES", "FI",
    "FR", "GB", "GH", "GR", "HK", "HU", "ID", "IE", "IL", "IN", "IQ", "IR", "IT", "JP", "KE", "KR", "LB", "LK", "MA",
    "MX", "MY", "NG", "NL", "NO", "NP", "NZ", "PE", "PH", "PK", "PL", "PT", "QA", "RO", "RU", "SA", "SE", "SG", "TH",
    "TN", "TR", "TW", "UA", "US", "VE", "VN", "ZA",
}  # fmt: skip


@cache
def _zones() -> frozenset[str]:
    """The zones that the package tzdata lists."""
    return frozenset(_table("tzdata", "zones").decode().split())


@cache
def _all_zones() -> frozenset[str]:
    """Those of the system as well, for which its folders have to be gone through."""
    return frozenset(available_timezones())


@lru_cache(maxsize=1024)
def is_time_zone(text: str) -> bool:
    """Whether a text names an IANA time zone."""
    return (text in _zones() or text in _all_zones()) and ZoneInfo(text) is not None


@lru_cache(maxsize=1024)
def is_language(text: str) -> bool:
    """Whether a text is a valid BCP 47 language tag."""
    if len(text) > LONGEST_TAG:
        return False
    language, hyphen, region = text.partition("-")
    if language in LANGUAGES and (region in REGIONS or not hyphen):
        return True
    from langcodes import tag_is_valid  # noqa: PLC0415  its tables load slowly, and few values need them

    return bool(tag_is_valid(text))


def is_country(text: str) -> bool:
    """Whether a text is a country's alpha-3 code in ISO 3166-1."""
    return text in _countries()


@cache
def _countries() -> frozenset[str]:
    """The codes in the table of the package pycountry, which itself takes long to load."""
    countries = json.loads(_table("pycountry", "databases/iso3166-1.json"))["3166-1"]
    return frozenset(country["alpha_3"] for country in countries)


def _table(package: str, path: str) -> bytes:
    """A file of a package, which is not loaded for it."""
    found = find_spec(package)
    assert found is not None and found.origin is not None
    return Path(found.origin).parent.joinpath(path).read_bytes()


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
