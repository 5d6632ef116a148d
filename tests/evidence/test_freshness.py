"""Freshness is a matter of days, and gaps between periods are found whatever their order."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.evidence.freshness import Age, Check, Condition, Period, add_months, uncovered

DAY = dt.date(2026, 11, 25)
days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


def age(captured: str, until: str, **more: object) -> Age:
    return Age(dt.date.fromisoformat(captured), dt.date.fromisoformat(until), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "condition"),
    [
        (age("2026-11-01", "2027-11-01"), Condition.FRESH),
        (age("2026-01-01", "2026-12-26"), Condition.FRESH),
        (age("2026-01-01", "2026-12-25"), Condition.SOON),
        (age("2026-01-01", "2026-11-25"), Condition.SOON),
        (age("2026-01-01", "2026-11-24"), Condition.STALE),
        (age("2026-01-01", "2027-01-01", valid_until=dt.date(2026, 11, 13)), Condition.EXPIRED),
        (age("2026-01-01", "2026-11-24", valid_until=dt.date(2026, 11, 13)), Condition.EXPIRED),
        (age("2026-01-01", "2026-11-24", valid_until=dt.date(2027, 11, 13)), Condition.STALE),
        (age("2026-01-01", "2027-11-24", check=Check.REJECTED), Condition.REJECTED),
        (age("2026-01-01", "2027-11-24", check=Check.REJECTED, is_retired=True), Condition.RETIRED),
        (Age(None, None), Condition.EMPTY),
    ],
)
def test_stands_in_one_condition_on_a_day(found: Age, condition: Condition) -> None:
    assert found.condition(DAY) == condition


def test_says_why_it_no_longer_carries_a_claim() -> None:
    expired = age("2026-01-01", "2027-01-01", valid_until=dt.date(2026, 11, 13))
    assert expired.because(DAY) == "newest version expired 12 days ago"
    assert age("2026-01-01", "2026-11-24").because(DAY) == "newest version stale for 1 day"
    assert Age(None, None).because(DAY) == "no versions yet"
    assert age("2026-01-01", "2027-01-01").because(DAY) == ""


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-11-25", 3, "2027-02-25"),
        ("9999-06-01", 12, "9999-12-31"),
    ],
)
def test_counts_months_to_the_same_day_or_the_last_one(day: str, months: int, then: str) -> None:
    assert add_months(dt.date.fromisoformat(day), months).isoformat() == then


@given(day=days, months=st.integers(1, 120))
def test_never_gives_more_days_than_so_many_months_hold(day: dt.date, months: int) -> None:
    then = add_months(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day <= day.day


def test_names_the_months_that_no_record_covers() -> None:
    spans = [
        Period(dt.date(2026, 8, 1), dt.date(2026, 8, 31)),
        Period(dt.date(2026, 3, 1), dt.date(2026, 4, 30)),
        Period(dt.date(2026, 4, 15), dt.date(2026, 4, 20)),
    ]
    assert uncovered(spans, until=dt.date(2026, 9, 30)) == (
        Period(dt.date(2026, 5, 1), dt.date(2026, 7, 31)),
        Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30)),
    )
    assert uncovered([], until=DAY) == ()


years = st.dates(dt.date(2024, 1, 1), dt.date(2028, 1, 1))
periods = st.builds(lambda since, length: Period(since, since + dt.timedelta(days=length)), years, st.integers(0, 90))


@settings(deadline=None)
@given(spans=st.lists(periods, max_size=12), until=years)
def test_leaves_no_day_both_covered_and_uncovered(spans: list[Period], until: dt.date) -> None:
    found = uncovered(spans, until=until)
    assert list(found) == sorted(found)
    for gap in found:
        assert gap.since <= gap.until <= until
        assert not [one for one in spans if one.since <= gap.until and gap.since <= one.until]
    if spans:
        first = min(spans).since
        covered = sum(
            any(one.since <= day <= one.until for one in spans)
            for day in (first + dt.timedelta(days=n) for n in range(max(0, (until - first).days + 1)))
        )
        assert covered + sum(gap.days for gap in found) == max(0, (until - first).days + 1)
