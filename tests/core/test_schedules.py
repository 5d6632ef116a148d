"""The calendar of background work, by day and time, across summer time."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from waymark.core.schedules import first, following

DAY, SIX, ZONE = dt.timedelta(days=1), dt.time(6, 0), "Europe/Vilnius"
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2032, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001 -- hypothesis wants naive bounds


@given(moments, moments, st.integers(1, 30))
def test_comes_after_now_at_its_time_of_day(due: dt.datetime, moment: dt.datetime, days: int) -> None:
    begun = first(SIX, due, ZONE)
    assert due < begun <= due + dt.timedelta(hours=25)
    later = following(begun, DAY * days, SIX, max(begun, moment), ZONE)
    assert later > max(begun, moment)
    assert later.astimezone(ZoneInfo(ZONE)).time() == SIX
    assert (later.astimezone(ZoneInfo(ZONE)).date() - begun.astimezone(ZoneInfo(ZONE)).date()).days % days == 0


@given(moments, moments, st.integers(1, 10**6))
def test_keeps_its_pace_without_a_time_of_day(due: dt.datetime, moment: dt.datetime, seconds: int) -> None:
    every = dt.timedelta(seconds=seconds)
    later = following(due, every, None, max(due, moment), ZONE)
    assert max(due, moment) < later <= max(due, moment) + every
    assert not (later - due) % every


def test_begins_at_once_without_a_time_of_day() -> None:
    moment = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    assert first(None, moment, ZONE) == moment


def test_stays_at_six_when_summer_time_begins() -> None:
    before = dt.datetime(2026, 3, 28, 4, 0, tzinfo=dt.UTC)
    assert following(before, DAY, SIX, before, ZONE) == dt.datetime(2026, 3, 29, 3, 0, tzinfo=dt.UTC)
