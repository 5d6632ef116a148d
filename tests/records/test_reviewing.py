"""What reviewed and retirable kinds have in common: when a review is due, and until when it holds."""

import datetime as dt

import pytest

from waymark.context.models.supplier import Supplier
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.records.reviewed import Review, ReviewResult
from waymark.records.reviewing import year_after

TODAY = dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("day", "later"),
    [(TODAY, dt.date(2027, 11, 27)), (dt.date(2028, 2, 29), dt.date(2029, 2, 28))],
)
def test_proposes_the_same_day_a_year_later(day: dt.date, later: dt.date) -> None:
    assert year_after(day) == later


@pytest.mark.django_db
def test_is_due_on_its_day_and_no_longer_once_retired(administrator: Member) -> None:
    of, today = administrator.organisation, day_in("UTC")
    one = Supplier.add(of, owner=None, by=administrator, name="Host", supplies="Servers", next_review_on=today)
    assert one.is_review_due(today)
    assert not one.is_review_due(today - dt.timedelta(days=1))
    assert list(Supplier.objects.of(of).review_due_by(today)) == [one]
    one.review(Review(on=today, result=ReviewResult.SATISFACTORY, next_on=year_after(today)), by=administrator)
    assert not one.is_review_due(today)
    one.retire(reason="Moved", by=administrator)
    assert not one.is_review_due(year_after(today))
    assert not Supplier.objects.of(of).review_due_by(year_after(today)).exists()
