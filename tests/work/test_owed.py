"""What presses comes first: by consequence, then by date; sorted, counted and cut by the database."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from waymark.people.models.member import Member
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create_all
from waymark.trail.actors import CONSOLE
from waymark.work import owed
from waymark.work.owed import Consequence, Owed, OwedRow, OwedSource, by_consequence, owed_by, owed_rows

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)
KINDS = 30
drafts = st.lists(
    st.builds(
        TaskDraft,
        title=st.sampled_from(["Write", "Read", "Sign"]),
        priority=st.integers(1, 4),
        due_on=st.none() | st.dates(dt.date(2026, 5, 1), dt.date(2026, 7, 1)),
    ),
    max_size=12,
)


def give(member: Member, some: list[TaskDraft]) -> None:
    Task.objects.all().delete()
    for draft in some:
        create_all(member.organisation, [draft], by=CONSOLE)
    Task.objects.update(owner=member)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(some=drafts)
def test_sorts_and_counts_as_plain_python_does(owner: Member, some: list[TaskDraft]) -> None:
    give(owner, some)
    found = owed_by(owner, TODAY)
    keys = [(row.consequence, row.due_on or dt.date.max, row.number) for row in found]
    assert keys == sorted(keys)
    assert len(keys) == found.total == len(some)
    days = [draft.due_on for draft in some if draft.due_on is not None]
    assert (found.overdue, found.soon) == (
        sum(day < TODAY for day in days),
        sum(0 <= (day - TODAY).days <= 7 for day in days),
    )
    for pressing in ("overdue", "soon"):
        assert len(list(found.that_are(pressing))) == len(found.that_are(pressing))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(some=drafts)
def test_cuts_pages_as_plain_python_does(owner: Member, monkeypatch: pytest.MonkeyPatch, some: list[TaskDraft]) -> None:
    give(owner, some)
    monkeypatch.setattr(owed, "_sources", _two_sources())
    found = owed_by(owner, TODAY)
    for kind in ("", "by-priority", "all-alike"):
        for pressing in ("", "overdue", "soon"):
            list_ = found.that_are(pressing, kind)
            whole = list(list_)
            keys = [(row.consequence, row.due_on or dt.date.max, row.source, row.number) for row in whole]
            assert keys == sorted(keys)
            assert {row.source for row in whole} <= ({kind} if kind else {"by-priority", "all-alike"})
            assert len(whole) == len(list_)
            for start in range(len(whole) + 1):
                assert list_[start : start + 3] == whole[start : start + 3]


def _two_sources() -> dict[str, OwedSource]:
    """Return tasks seen twice: once with the consequence of each, once as if all had the same."""

    def rows(consequence: Any) -> Any:
        def asked(member: Member, _today: dt.date) -> Any:
            mine = Task.objects.of(member.organisation).owned_by(member)
            return owed_rows(mine, consequence=consequence, what="title", due_on="due_on")

        return asked

    def show(_member: Member, row: OwedRow) -> Owed:
        return Owed(kind=row.source, what=row.what, url="/")

    ways = {"by-priority": "priority", "all-alike": Consequence.MAJOR}
    return {name: OwedSource(name=name, label=name, rows=rows(way), show=show) for name, way in ways.items()}


def test_puts_what_blocks_certification_before_what_is_only_late(owner: Member) -> None:
    late = TaskDraft(title="late", priority=4, due_on=dt.date(2026, 1, 1))
    give(owner, [late, TaskDraft(title="blocks", priority=1)])
    assert [row.what for row in owed_by(owner, TODAY)] == ["blocks", "late"]


@pytest.fixture
def synthetic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let thirty kinds be owed that are tasks seen through thirty sources."""

    def rows(member: Member, _today: dt.date) -> Any:
        mine = Task.objects.of(member.organisation).owned_by(member)
        return owed_rows(mine, consequence="priority", what="title", due_on="due_on", state=Value("open"))

    def show(_member: Member, row: OwedRow) -> Owed:
        return Owed(kind=row.source, what=row.what, url="/", reference=f"X-{row.number}")

    names = [f"kind-{n}" for n in range(KINDS)]
    made = {name: OwedSource(name=name, label=name.title(), rows=rows, show=show) for name in names}
    monkeypatch.setattr(owed, "_sources", made)


@pytest.mark.usefixtures("synthetic")
def test_asks_no_more_of_thirty_kinds_than_of_one(
    owner: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    give(owner, [TaskDraft(title=f"Task {n}", due_on=TODAY) for n in range(5)])
    with django_assert_max_num_queries(3):
        found = owed_by(owner, TODAY)
        groups = by_consequence(found, found[:100], owner)
    assert found.total == 5 * KINDS
    assert found.soon == 5 * KINDS
    assert [(weight, len(lines)) for weight, lines in groups] == [(Consequence.MINOR, 100)]


@pytest.mark.usefixtures("synthetic")
def test_narrows_to_one_kind_with_its_own_counts(
    owner: Member, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    give(owner, [TaskDraft(title="late", due_on=dt.date(2026, 1, 1)), TaskDraft(title="soon", due_on=TODAY)])
    found = owed_by(owner, TODAY)
    with django_assert_num_queries(2):
        assert found.kinds[7] == ("kind-7", "Kind-7", 2)
        one = found.that_are("soon", "kind-7")
        assert [(row.source, row.what) for row in one] == [("kind-7", "soon")]
        assert (one.total, one.overdue, one.soon, len(one)) == (2, 1, 1, 1)
        assert (found.total, len(found.kinds)) == (2 * KINDS, KINDS)
    assert [row.what for row in found.that_are(kind="kind-7")] == ["late", "soon"]
    assert list(found.that_are(kind="kind-99")) == []
