"""The formats of fields: the short ways agree with the libraries whose tables they spare."""

import itertools
import string
from zoneinfo import available_timezones

import langcodes
import pycountry
import pytest

from readout.formats import LANGUAGES, LONGEST_TAG, REGIONS, is_country, is_language, is_time_zone


def test_the_tags_that_need_no_tables_are_valid() -> None:
    """Each of the languages, alone and with each of the regions."""
    tags = [*LANGUAGES, *(f"{language}-{region}" for language, region in itertools.product(LANGUAGES, REGIONS))]
    assert [tag for tag in tags if not langcodes.tag_is_valid(tag)] == []
    assert all(map(is_language, tags))


@pytest.mark.parametrize(
    "tag",
    ["en-GB", "en-gb", "EN", "en-", "-en", "en-GB-", "en-XX", "xx", "zh-Hant-TW", "sr-Latn", "gsw", "tlh", "de-1996",
     "en_GB", "english", "x-own", "", "e", "en-GB-oed", "ja-JP-u-ca-japanese", "en--GB"],
)  # fmt: skip
def test_any_other_tag_is_what_the_library_says(tag: str) -> None:
    """Whether its tables were needed or not."""
    assert is_language(tag) == langcodes.tag_is_valid(tag)


def test_no_language_tag_is_as_long_as_that() -> None:
    """Whatever it begins with."""
    assert not is_language("en-" + "a" * LONGEST_TAG)


def test_countries_are_those_of_the_library() -> None:
    """Of all words of three letters, in capitals and not."""
    words = ["".join(letters) for letters in itertools.product(string.ascii_uppercase, repeat=3)]
    assert {word for word in words if is_country(word)} == {country.alpha_3 for country in pycountry.countries}
    assert not any(map(is_country, ["jpn", "Jpn", "JP", "392", "", "JAPAN", "JPN "]))


def test_time_zones_are_those_that_python_knows() -> None:
    """By the package's list, or by the system's."""
    assert all(map(is_time_zone, available_timezones()))
    assert not any(
        map(is_time_zone, ["", "Tokyo", "asia/tokyo", "../Asia/Tokyo", "/etc/localtime", "posix/Asia/Tokyo"])
    )


def test_a_zone_that_only_the_system_knows_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its list is asked where the package's does not have the name."""
    monkeypatch.setattr("readout.formats._zones", frozenset)
    assert is_time_zone("Asia/Tokyo") and not is_time_zone("Asia/Nowhere")
