import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from waymark.core.clock import day_in
from waymark.core.dates import DEFAULT, LOCALES, day, distance, locale_of, minute, moment

JANUARY = dt.date(2026, 1, 23)
NOON = dt.datetime(2026, 1, 23, 12, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("tag", LOCALES)
def test_writes_days_as_the_reader_was_promised(tag: str) -> None:
    assert day(JANUARY, tag) == LOCALES[tag].partition(" (")[0]


def test_falls_back_to_the_default_for_a_locale_it_does_not_know() -> None:
    for tag in ("xx-XX", "", "../etc", "en_GB.UTF-8"):
        assert locale_of(tag) == locale_of(DEFAULT)


def test_shows_moments_in_the_time_zone_of_the_reader() -> None:
    with timezone.override(ZoneInfo("Europe/Vilnius")):
        assert "14:30" in moment(NOON)
        assert moment(NOON, "sv-SE") == "2026-01-23 14:30"
    with timezone.override(ZoneInfo("America/New_York")):
        assert moment(NOON, "sv-SE") == "2026-01-23 07:30"


@pytest.mark.parametrize("tag", LOCALES)
def test_shows_what_one_plans_by_without_seconds(tag: str) -> None:
    with timezone.override(ZoneInfo("Europe/Vilnius")):
        shown = minute(NOON, tag)
    assert shown.startswith(day(JANUARY, tag))
    assert ("2:30" if tag == "en-US" else "14:30") in shown
    assert shown.count(":") == 1


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (2, "in 2 days"),
        (-13, "13 days ago"),
        (14, "in 2 weeks"),
        (-59, "8 weeks ago"),
        (60, "in 2 months"),
        (-400, "13 months ago"),
    ],
)
def test_says_how_far_a_day_is(days: int, words: str) -> None:
    assert distance(JANUARY + dt.timedelta(days), JANUARY) == words


@given(st.dates(dt.date(1990, 1, 1), dt.date(2199, 12, 31)), st.dates(dt.date(1990, 1, 1), dt.date(2199, 12, 31)))
def test_never_says_that_a_distance_is_nothing(one: dt.date, other: dt.date) -> None:
    words = distance(one, other)
    assert (words == "today") == (one == other)
    assert not words.startswith(("in 0", "0 "))
    assert words.startswith(("in ", "tomorrow")) == (one > other)


def test_ends_days_where_the_organisation_is() -> None:
    late = dt.datetime(2026, 1, 23, 22, 30, tzinfo=dt.UTC)
    assert day_in("UTC", late) == dt.date(2026, 1, 23)
    assert day_in("Europe/Vilnius", late) == dt.date(2026, 1, 24)
    assert day_in("America/New_York", late) == dt.date(2026, 1, 23)
    assert day_in("Pacific/Kiritimati", late) == dt.date(2026, 1, 24)
