"""A column and a filter for what is true or false."""

import pytest

from tests.conformity.rating import tree
from waymark.conformity.models.standing import Standing
from waymark.people.models.member import Member
from waymark.records import columns, filters
from waymark.records.cells import Kind, plain
from waymark.records.listing import reading_of

pytestmark = pytest.mark.django_db
COLUMN = columns.yes_no("left_out", "Excluded", is_sortable=True)
FILTER = filters.yes_no("left_out", label="Excluded")


@pytest.fixture
def standings(administrator: Member) -> list[Standing]:
    rows = Standing.objects.of(administrator.organisation)
    rows.get(requirement=tree().requirement("A.7.2").pk).leave_out(
        code="no_activity", reason="Nothing of the kind is done here", by=administrator
    )
    return list(rows)


def test_gives_a_column_its_two_values(standings: list[Standing]) -> None:
    assert {plain(COLUMN.value(one)) for one in standings} == {True, False}
    assert (COLUMN.kind, COLUMN.sort) == (Kind.YES_NO, ("left_out",))


@pytest.mark.parametrize("value", ["yes", "no"])
def test_narrows_to_what_is_kept_one_by_one(value: str, standings: list[Standing], administrator: Member) -> None:
    reading = reading_of(administrator)
    assert FILTER.narrow is not None
    found = FILTER.narrow(Standing.objects.of(administrator.organisation), value, reading)
    kept = {one.pk for one in standings if FILTER.keeps(one, value, reading)}
    assert {one.pk for one in found} == kept
    assert len(kept) == (1 if value == "yes" else len(standings) - 1)


def test_offers_all_yes_and_no(administrator: Member) -> None:
    choices = FILTER.field(administrator).choices  # type: ignore[attr-defined]  # a field of choices
    assert [value for value, _label in choices] == ["", "yes", "no"]


def test_reads_a_value_that_lies_elsewhere(standings: list[Standing], administrator: Member) -> None:
    reading = reading_of(administrator)
    elsewhere = filters.yes_no("left_out", label="Excluded", of=lambda pair: pair[1].left_out)
    assert {elsewhere.keeps(("x", one), "yes", reading) for one in standings} == {True, False}
