"""What presses comes first: by consequence, then by date."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from waymark.tasks.owing import Consequence, Owed, Owing, pressing_first

TODAY = dt.date(2026, 6, 1)
owed = st.builds(
    Owed,
    kind=st.just("Task"),
    what=st.text(max_size=3),
    url=st.just("/"),
    due_on=st.none() | st.dates(dt.date(2026, 5, 1), dt.date(2026, 7, 1)),
    consequence=st.sampled_from(Consequence),
)


@given(st.lists(owed, max_size=30))
def test_sorts_by_consequence_and_then_by_date(lines: list[Owed]) -> None:
    found = Owing(pressing_first(lines), TODAY)
    keys = [(one.consequence, one.due_on or dt.date.max) for one in found.lines]
    assert keys == sorted(keys)
    assert len(found.lines) == len(lines)
    assert [one for _consequence, some in found.by_consequence for one in some] == list(found.lines)
    assert found.overdue == sum(one.due_on is not None and one.due_on < TODAY for one in lines)


def test_puts_what_blocks_certification_before_what_is_only_late() -> None:
    late = Owed(kind="Task", what="late", url="/", due_on=dt.date(2026, 1, 1), consequence=Consequence.LOW)
    blocks = Owed(kind="Task", what="blocks", url="/", due_on=None, consequence=Consequence.BLOCKS)
    assert [one.what for one in pressing_first([late, blocks])] == ["blocks", "late"]
