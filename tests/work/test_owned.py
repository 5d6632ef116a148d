"""What a member owns is one question, however many kinds of record there are."""

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.examples import EXAMPLES
from waymark.people.models.member import Member
from waymark.tasks.models.task import Task
from waymark.work import owned
from waymark.work.owned import count_owned, owned_records

pytestmark = pytest.mark.django_db
KINDS = 30


@pytest.fixture
def _thirty(monkeypatch: pytest.MonkeyPatch) -> None:
    task = next(one for one in owned.kinds() if one.model is Task)
    monkeypatch.setattr(owned, "_kinds", {f"kind-{n}": replace(task, name=f"kind-{n}") for n in range(KINDS)})


@pytest.mark.usefixtures("_thirty")
@pytest.mark.parametrize("count", [1, 7])
def test_asks_no_more_for_thirty_kinds_than_for_one(
    count: int, owner: Member, manager: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    example = next(one for one in EXAMPLES if one.model is Task)
    for _time in range(count):
        example.make(owner, 1)
    with django_assert_max_num_queries(3):
        assert count_owned(owner) == count * KINDS
    with django_assert_max_num_queries(3):
        assert [len(one.records) for one in owned_records(owner)] == [count] * KINDS
    assert count_owned(manager) == 0


def test_knows_what_every_kind_needs_from_its_owner(owner: Member) -> None:
    for example in EXAMPLES:
        example.make(owner, 1)
    for one in owned_records(owner):
        assert one.kind.needs is not None
        needs = one.kind.needs(owner, [record.pk for record in one.records])
        assert one.records, one.kind.name
        assert all(needs[record.pk].what for record in one.records), one.kind.name
