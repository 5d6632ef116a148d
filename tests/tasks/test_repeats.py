"""When a repeating task is due again: never early, never drifting, through short months and leap years."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.tasks.repeats import LAST_DAY, MONTHS, Repeat, add_months, next_due

days = st.dates(dt.date(1990, 1, 1), LAST_DAY)
near = st.dates(dt.date(1990, 1, 1), dt.date(2150, 12, 31))
by_calendar = st.sampled_from([Repeat.WEEKLY, *MONTHS])


def after(repeat: Repeat, anchor: dt.date, finished: dt.date, due: dt.date | None = None) -> dt.date | None:
    return next_due(repeat, anchor_on=anchor, due_on=due or anchor, finished_on=finished)


@given(near, st.integers(0, 500))
def test_adds_months_as_a_calendar_does(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)


@given(by_calendar, days, days, days)
def test_comes_after_its_date_and_after_it_was_done(
    repeat: Repeat, anchor: dt.date, due: dt.date, finished: dt.date
) -> None:
    due = max(anchor, due)
    later = after(repeat, anchor, finished, due)
    assert later is None or max(due, finished) < later <= LAST_DAY


@given(st.sampled_from(list(MONTHS)), near, st.integers(1, 60))
def test_never_drifts_however_often_it_comes_back(repeat: Repeat, anchor: dt.date, times: int) -> None:
    due: dt.date = anchor
    for turn in range(1, times + 1):
        later = after(repeat, anchor, due, due)
        if later is None:
            return
        assert later == add_months(anchor, MONTHS[repeat] * turn)
        due = later


@given(near, st.integers(1, 200), st.integers(0, 400))
def test_keeps_the_day_of_the_week(anchor: dt.date, weeks: int, late: int) -> None:
    due = anchor + dt.timedelta(weeks=weeks)
    later = after(Repeat.WEEKLY, anchor, due + dt.timedelta(days=late), due)
    assert later is not None
    assert not (later - anchor).days % 7
    assert (later - due - dt.timedelta(days=late)).days <= 7


@given(by_calendar, near, near)
def test_skips_no_date_and_makes_up_for_none(repeat: Repeat, anchor: dt.date, finished: dt.date) -> None:
    later = after(repeat, anchor, finished)
    assert later is not None
    longest = {Repeat.WEEKLY: 7, Repeat.MONTHLY: 31, Repeat.QUARTERLY: 92, Repeat.HALF_YEARLY: 184, Repeat.YEARLY: 366}
    assert (later - max(anchor, finished)).days <= longest[repeat]


@pytest.mark.parametrize(
    ("repeat", "anchor", "finished", "expected"),
    [
        (Repeat.YEARLY, dt.date(2028, 2, 29), dt.date(2028, 3, 1), dt.date(2029, 2, 28)),
        (Repeat.YEARLY, dt.date(2028, 2, 29), dt.date(2031, 3, 1), dt.date(2032, 2, 29)),
        (Repeat.MONTHLY, dt.date(2026, 1, 31), dt.date(2026, 1, 31), dt.date(2026, 2, 28)),
        (Repeat.MONTHLY, dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31)),
        (Repeat.QUARTERLY, dt.date(2026, 11, 30), dt.date(2026, 12, 2), dt.date(2027, 2, 28)),
        (Repeat.WEEKLY, dt.date(2026, 6, 1), dt.date(2026, 6, 20), dt.date(2026, 6, 22)),
        (Repeat.MONTHLY, dt.date(2026, 6, 30), dt.date(2026, 6, 5), dt.date(2026, 7, 30)),
    ],
)
def test_knows_the_awkward_days(repeat: Repeat, anchor: dt.date, finished: dt.date, expected: dt.date) -> None:
    assert after(repeat, anchor, finished) == expected


def test_counts_from_the_day_it_was_done_where_that_is_asked() -> None:
    done = dt.date(2026, 8, 31)
    assert next_due(Repeat.AFTER, anchor_on=None, due_on=dt.date(2026, 1, 1), finished_on=done, months=6) == dt.date(
        2027, 2, 28
    )


def test_ends_with_the_calendar_and_never_comes_back_unasked() -> None:
    assert after(Repeat.YEARLY, LAST_DAY, LAST_DAY) is None
    assert after(Repeat.WEEKLY, LAST_DAY, LAST_DAY) is None
    assert after(Repeat.NONE, dt.date(2026, 1, 1), dt.date(2026, 1, 1)) is None
    assert next_due(Repeat.AFTER, anchor_on=None, due_on=None, finished_on=LAST_DAY, months=120) is None


def test_repeats_without_a_date_from_the_day_it_was_done() -> None:
    assert next_due(Repeat.MONTHLY, anchor_on=None, due_on=None, finished_on=dt.date(2026, 1, 31)) == dt.date(
        2026, 2, 28
    )
