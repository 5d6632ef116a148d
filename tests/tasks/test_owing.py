"""What presses comes first: by consequence, then by date."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from waymark.tasks.owing import Consequence, Due, Owed, Owing, pressing_first

TODAY = dt.date(2026, 6, 1)


def due(consequence: Consequence = Consequence.MINOR, due_on: dt.date | None = None, reference: str = "") -> Due:
    return Due(consequence, due_on, reference, lambda what: Owed(kind="Task", what=what, url="/"), reference)


dues = st.builds(
    due,
    st.sampled_from(Consequence),
    st.none() | st.dates(dt.date(2026, 5, 1), dt.date(2026, 7, 1)),
    st.text(max_size=3),
)


@given(st.lists(dues, max_size=30))
def test_sorts_by_consequence_and_then_by_date(some: list[Due]) -> None:
    found = Owing(pressing_first(some), TODAY)
    keys = [(one.consequence, one.due_on or dt.date.max) for one in found.dues]
    assert keys == sorted(keys)
    assert sorted(map(id, found.dues)) == sorted(map(id, some))


@given(st.lists(dues, max_size=30))
def test_counts_what_is_late_and_what_is_due_within_a_week(some: list[Due]) -> None:
    found = Owing(pressing_first(some), TODAY)
    days = [one.due_on for one in some if one.due_on is not None]
    assert found.overdue == sum(day < TODAY for day in days)
    assert found.soon == sum(0 <= (day - TODAY).days <= 7 for day in days)
    assert found.that_are("") == found.dues


def test_puts_what_blocks_certification_before_what_is_only_late() -> None:
    late = due(Consequence.LOW, dt.date(2026, 1, 1), "late")
    blocks = due(Consequence.BLOCKS, None, "blocks")
    assert [one.reference for one in pressing_first([late, blocks])] == ["blocks", "late"]
