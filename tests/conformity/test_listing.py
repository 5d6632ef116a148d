import datetime as dt

import pytest

from tests.conformity.rating import a_round, rate_one, tree
from waymark.conformity.models.standing import Standing
from waymark.conformity.registers.requirement import REQUIREMENTS
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.choosing import ChoiceForm
from waymark.records.listing import all_rows, reading_of
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(organisation: Organisation, owner: Member) -> Member:
    for ref, due in (("4.2", dt.date(2026, 5, 1)), ("4.1", dt.date(2026, 6, 1))):
        Standing.objects.of(organisation).with_refs([ref]).get().assign(owner, due, by=CONSOLE)
    control = Standing.objects.of(organisation).with_refs(["A.7.2"]).select_related("requirement").get()
    control.leave_out(code="no_activity", reason="We collect no data of our own.", by=CONSOLE)
    assessment = a_round(organisation)
    rate_one(assessment, "5.2-1", Verdict.MISSING)
    rate_one(assessment, "5.3-1", Verdict.PARTIAL)
    return owner


def refs(reader: Member, **wanted: str) -> list[str]:
    form = ChoiceForm(wanted, register=REQUIREMENTS, reader=reader)
    assert form.is_valid(), form.errors
    return [view.ref for view in all_rows(form.chosen(), reading_of(reader))]


def test_shows_everything_in_the_order_of_the_standard(picture: Member) -> None:
    assert refs(picture)[:3] == ["4.1", "4.2", "4.3"]
    assert len(refs(picture)) == 70


def test_filters(picture: Member, owner: Member) -> None:
    assert len(refs(picture, kind="clause")) == 32
    assert len(refs(picture, kind="control")) == 38
    assert refs(picture, group="5") == ["5.1", "5.2", "5.3"]
    assert refs(picture, status="missing") == ["5.2"]
    assert refs(picture, status="left-out") == ["A.7.2"]
    assert len(refs(picture, owner="nobody")) == 68
    assert refs(picture, owner=str(owner.pk)) == ["4.1", "4.2"]
    assert refs(picture, owner=str(owner.pk), group="5") == []


@pytest.mark.parametrize(
    "wanted", [{"kind": "x"}, {"group": "99"}, {"status": "<script>"}, {"owner": "0 OR 1=1"}, {"sort": "; DROP TABLE"}]
)
def test_refuses_a_value_that_is_none(picture: Member, wanted: dict[str, str]) -> None:
    assert not ChoiceForm(wanted, register=REQUIREMENTS, reader=picture).is_valid()


def test_filters_by_whether_evidence_is_current(picture: Member) -> None:
    everything = refs(picture)
    assert refs(picture, currency="none") == everything
    assert refs(picture, currency="current") == refs(picture, currency="stale") == []


def test_orders(picture: Member) -> None:
    assert refs(picture, sort="status")[:2] == ["5.2", "5.3"]
    assert refs(picture, sort="due_on")[:2] == ["4.2", "4.1"]
    assert refs(picture, sort="owner")[:2] == ["4.1", "4.2"]
    assert refs(picture, sort="-gaps")[:2] == ["5.2", "5.3"]


def test_finds_what_is_only_claimed(organisation: Organisation, owner: Member) -> None:
    assessment = a_round(organisation)
    for point in tree().requirement("4.4").points:
        rate_one(assessment, point.ref, Verdict.IN_PLACE)
    assert refs(owner, status="claimed") == ["4.4"]
