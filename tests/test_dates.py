"""Dates of any precision, with their bounds in UTC."""

from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readout.dates import bounds, is_edtf

TOKYO, WASHINGTON = "Asia/Tokyo", "America/New_York"


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025-12-12", "2025-12-12T00:00:00Z", "2025-12-12T23:59:59Z"),
        ("2025-12", "2025-12-01T00:00:00Z", "2025-12-31T23:59:59Z"),
        ("2025-02", "2025-02-01T00:00:00Z", "2025-02-28T23:59:59Z"),
        ("2024-02", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z"),
        ("2025", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59Z"),
        ("2025-12-12T16:31:00Z", "2025-12-12T16:31:00Z", "2025-12-12T16:31:00Z"),
        ("2025-12-12T16:31:00", "2025-12-12T16:31:00Z", "2025-12-12T16:31:00Z"),
        ("2025-12-12T16:31:00+09:00", "2025-12-12T07:31:00Z", "2025-12-12T07:31:00Z"),
        ("2025-12-12T16:31:00-05:00", "2025-12-12T21:31:00Z", "2025-12-12T21:31:00Z"),
        ("2025-12-06/2025-12-07", "2025-12-06T00:00:00Z", "2025-12-07T23:59:59Z"),
        ("2025-12/2026", "2025-12-01T00:00:00Z", "2026-12-31T23:59:59Z"),
        ("2025-12-06/2025-12-06", "2025-12-06T00:00:00Z", "2025-12-06T23:59:59Z"),
    ],
)
def test_level_0_dates(text: str, earliest: str, latest: str) -> None:
    """A day, a month, a year, a moment and an interval mean all the seconds in them."""
    assert bounds(text, None) == (earliest, latest)
    assert is_edtf(text)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025-12-12?", "2025-12-12T00:00:00Z", "2025-12-12T23:59:59Z"),
        ("2025-12~", "2025-12-01T00:00:00Z", "2025-12-31T23:59:59Z"),
        ("2025%", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59Z"),
        ("202X", "2020-01-01T00:00:00Z", "2029-12-31T23:59:59Z"),
        ("20XX", "2000-01-01T00:00:00Z", "2099-12-31T23:59:59Z"),
        ("2025-XX", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59Z"),
        ("2025-12-XX", "2025-12-01T00:00:00Z", "2025-12-31T23:59:59Z"),
        ("2025-02-XX", "2025-02-01T00:00:00Z", "2025-02-28T23:59:59Z"),
        ("2025-XX-XX", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59Z"),
        ("2025-21", "2025-03-01T00:00:00Z", "2025-05-31T23:59:59Z"),
        ("2026-01-17/..", "2026-01-17T00:00:00Z", None),
        ("2026-01-17/", "2026-01-17T00:00:00Z", None),
        ("../2026-01-17", None, "2026-01-17T23:59:59Z"),
        ("/2026-01-17", None, "2026-01-17T23:59:59Z"),
        ("2025-12?/2026-01~", "2025-12-01T00:00:00Z", "2026-01-31T23:59:59Z"),
        ("2025-12-06T10:00:00Z/..", "2025-12-06T10:00:00Z", None),
    ],
)
def test_level_1_dates(text: str, earliest: str | None, latest: str | None) -> None:
    """Uncertain, approximate, unspecified digits, seasons, and intervals with an open or unknown end."""
    assert bounds(text, None) == (earliest, latest)
    assert is_edtf(text)


def test_winter_goes_into_the_next_year() -> None:
    """Like the other seasons it is three months long."""
    assert bounds("2025-24", None) == ("2025-12-01T00:00:00Z", "2026-02-28T23:59:59Z")


def test_a_washington_evening_is_a_tokyo_morning() -> None:
    """One call: at six on Friday morning in Tokyo, and at four on Thursday afternoon in Washington."""
    in_tokyo, in_washington = bounds("2025-12-12T06:00:00", TOKYO), bounds("2025-12-11T16:00:00", WASHINGTON)
    assert in_tokyo == in_washington == ("2025-12-11T21:00:00Z", "2025-12-11T21:00:00Z")


def test_a_moment_with_an_offset_needs_no_zone() -> None:
    """16:31 JST is 07:31 UTC in whatever zone the record is."""
    assert {bounds("2025-12-12T16:31:00+09:00", zone) for zone in (None, TOKYO, WASHINGTON)} == {
        ("2025-12-12T07:31:00Z", "2025-12-12T07:31:00Z")
    }


def test_a_day_is_a_day_of_its_zone() -> None:
    """A day in Tokyo begins nine hours before that day in UTC; a day in Washington five hours after it."""
    assert bounds("2025-12-12", TOKYO) == ("2025-12-11T15:00:00Z", "2025-12-12T14:59:59Z")
    assert bounds("2025-12-12", WASHINGTON) == ("2025-12-12T05:00:00Z", "2025-12-13T04:59:59Z")


def test_summer_time_is_that_of_the_day() -> None:
    """Washington is four hours behind in summer, and a month may begin and end at different offsets."""
    assert bounds("2025-07-04", WASHINGTON) == ("2025-07-04T04:00:00Z", "2025-07-05T03:59:59Z")
    assert bounds("2025-03", WASHINGTON) == ("2025-03-01T05:00:00Z", "2025-04-01T03:59:59Z")


def test_an_interval_may_cross_zones() -> None:
    """Its ends are compared in UTC: this one is an hour long, though its second clock time is the earlier."""
    text = "2025-12-12T06:00:00+09:00/2025-12-11T17:00:00-05:00"
    assert bounds(text, None) == ("2025-12-11T21:00:00Z", "2025-12-11T22:00:00Z")


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-29", "2025-02-30", "2025-04-31", "2025-13", "2025-12-32", "2025-13-01",
        "2025-12-12T24:00:00", "2025-12-12T23:60:00Z", "2025-12-12T10:00:00+25:00", "0000", "2025-02-30/2025-03-01",
        "2025-03-01/2025-02-30", "2025-12-07/2025-12-06", "2025-02-30?",
    ],
)  # fmt: skip
def test_dates_that_the_calendar_does_not_have(text: str) -> None:
    """Days and hours that do not exist, and intervals that run backwards."""
    assert not is_edtf(text)
    with pytest.raises(ValueError):
        bounds(text, None)


@pytest.mark.parametrize("text", ["2025-00", "2025-12-00", "2025-00/2025-05"])
def test_month_and_day_begin_at_one(text: str) -> None:
    """There is no month 0 and no day 0."""
    assert not is_edtf(text)


@pytest.mark.parametrize("text", ["2025//2026", "2025/2026/2027", "2024/2025/..", "../2025/2026"])
def test_an_interval_has_two_ends(text: str) -> None:
    """One slash parts two dates."""
    assert not is_edtf(text)


@pytest.mark.parametrize("text", ["٢٠٢٥-12-12", "２０２５"])
def test_digits_are_those_of_ascii(text: str) -> None:
    """Digits of another script are no date."""
    assert not is_edtf(text)


@pytest.mark.parametrize(
    "text",
    ["{2025,2026}", "[2025-12..2025-12-31]", "2025?-12", "?2025-12", "156X-12-25?~", "2025-33", "1XXX-12", "Y2025E2",
     "2004-06-~01/2004-06-~20"],
)  # fmt: skip
def test_level_2_is_refused(text: str) -> None:
    """Sets, parts that are uncertain each for itself, quarters and exponents are not read."""
    assert not is_edtf(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "today", "12 December 2025", "12/12/2025", "2025-1-1",
     "25-12-12", "2025-12-12 ", " 2025", "2025-12-12T16:31",
     "2025-12-12 16:31:00", "../..", "/", "..", "2025-12-12T16:31:00JST"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    """Other ways to write a date are refused."""
    assert not is_edtf(text)


@example(datetime(1000, 1, 1), TOKYO)
@given(st.datetimes(), st.sampled_from(["UTC", TOKYO, WASHINGTON, "Asia/Kathmandu"]))
def test_the_bounds_of_a_day_hold_its_moments(moment: datetime, zone: str) -> None:
    """Every moment of a day lies between the first and the last second of the day, its month and its year."""
    if not 2 <= moment.year <= 9998:
        return
    text = moment.replace(microsecond=0).isoformat()
    at = bounds(text, zone)[0]
    for length in (10, 7, 4):
        earliest, latest = bounds(text[:length], zone)
        assert earliest and latest and at
        assert earliest <= at <= latest


@given(st.text(max_size=12))
def test_no_text_makes_the_test_fail(text: str) -> None:
    """Any text is a date or is not; nothing else comes out."""
    assert is_edtf(text) in {True, False}
