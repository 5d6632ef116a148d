"""The clock: moments in UTC, days in a time zone, and moments of a scenario for as long as one is told."""

import datetime as dt
import threading
from contextvars import copy_context

import pytest
import time_machine

from waymark.core import clock

NOW = dt.datetime(2026, 11, 26, 22, 30, tzinfo=dt.UTC)
PAST = dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _frozen() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def test_gives_this_moment_in_utc() -> None:
    assert clock.now() == NOW
    assert clock.now().utcoffset() == dt.timedelta(0)
    assert not clock.is_scenario()


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", 26), ("Europe/Vilnius", 27), ("America/New_York", 26), ("Pacific/Kiritimati", 27), ("Pacific/Niue", 26)],
)
def test_gives_the_day_of_a_time_zone(zone: str, day: int) -> None:
    assert clock.day_in(zone) == dt.date(2026, 11, day)
    assert clock.day_in(zone, NOW) == dt.date(2026, 11, day)


def test_gives_the_day_of_another_moment_whatever_its_own_zone() -> None:
    eve = dt.datetime(2026, 3, 29, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert clock.day_in("UTC", eve) == dt.date(2026, 3, 28)
    assert clock.day_in("Europe/Vilnius", eve) == dt.date(2026, 3, 29)


def test_stands_at_the_moment_of_a_scenario() -> None:
    with clock.at(PAST.astimezone(dt.timezone(dt.timedelta(hours=5)))):
        assert clock.now() == PAST
        assert clock.now().utcoffset() == dt.timedelta(0)
        assert clock.day_in("Europe/Vilnius") == dt.date(2026, 2, 1)
        assert clock.is_scenario()
    assert clock.now() == NOW
    assert not clock.is_scenario()


def test_takes_a_moment_in_the_future_for_this_one() -> None:
    with clock.at(NOW + dt.timedelta(days=9)):
        assert clock.now() == NOW
        # It is still a scenario: no other chain takes it.
        assert clock.is_scenario()


def test_goes_back_to_the_outer_moment_after_an_inner_one() -> None:
    with clock.at(PAST):
        with clock.at(PAST + dt.timedelta(days=3)):
            assert clock.now() == PAST + dt.timedelta(days=3)
        assert clock.now() == PAST
    assert clock.now() == NOW


def test_tells_no_scenario_after_an_exception() -> None:
    with pytest.raises(ZeroDivisionError), clock.at(PAST):
        _ = 1 / 0
    assert clock.now() == NOW
    assert not clock.is_scenario()


def test_tells_a_scenario_to_nobody_else() -> None:
    seen = []

    def look() -> None:
        seen.append((clock.now(), clock.is_scenario()))

    elsewhere = copy_context()
    with clock.at(PAST):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        elsewhere.run(look)
        look()
    assert seen == [(NOW, False), (NOW, False), (PAST, True)]


def test_begins_no_scenario_in_a_context_that_was_copied_before() -> None:
    def begin() -> bool:
        with clock.at(PAST):
            return clock.is_scenario()

    assert copy_context().run(begin)
    assert not clock.is_scenario()
