import datetime as dt

import pytest

from tests.conformity.rating import a_round, framework, rate_one, tree
from waymark.conformity.listing import Filter, chosen_from
from waymark.conformity.models.standing import Standing
from waymark.conformity.picture import Picture
from waymark.conformity.queries import picture_today
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(organisation: Organisation, owner: Member) -> Picture:
    for ref, due in (("4.2", dt.date(2026, 5, 1)), ("4.1", dt.date(2026, 6, 1))):
        Standing.objects.of(organisation).with_refs([ref]).get().assign(owner, due, by=CONSOLE)
    control = Standing.objects.of(organisation).with_refs(["A.7.2"]).select_related("requirement").get()
    control.leave_out(reason="We collect no data of our own.", by=CONSOLE)
    assessment = a_round(organisation)
    rate_one(assessment, "5.2-1", Verdict.MISSING)
    rate_one(assessment, "5.3-1", Verdict.PARTIAL)
    return picture_today(organisation, framework().pk, with_left_out=True)


def refs(picture: Picture, **wanted: str) -> list[str]:
    return [view.ref for view in chosen_from(picture, Filter.read(wanted))]


def test_shows_everything_in_the_order_of_the_standard(picture: Picture) -> None:
    assert refs(picture)[:3] == ["4.1", "4.2", "4.3"]
    assert len(refs(picture)) == 70
    assert not Filter.read({}).is_set


def test_filters(picture: Picture, owner: Member) -> None:
    assert len(refs(picture, kind="clause")) == 32
    assert len(refs(picture, kind="control")) == 38
    assert refs(picture, group="5") == ["5.1", "5.2", "5.3"]
    assert refs(picture, status="missing") == ["5.2"]
    assert refs(picture, status="left-out") == ["A.7.2"]
    assert len(refs(picture, owner="unassigned")) == 68
    assert refs(picture, owner=str(owner.pk)) == ["4.1", "4.2"]
    assert refs(picture, owner=str(owner.pk), group="5") == []


def test_shows_nothing_for_a_value_nobody_has(picture: Picture) -> None:
    for wanted in ({"kind": "x"}, {"group": "99"}, {"status": "<script>"}, {"owner": "0 OR 1=1"}):
        assert refs(picture, **wanted) == []
        assert Filter.read(wanted).is_set


def test_orders(picture: Picture) -> None:
    assert refs(picture, order="status")[:2] == ["5.2", "5.3"]
    assert refs(picture, order="due")[:2] == ["4.2", "4.1"]
    assert refs(picture, order="owner")[:2] == ["4.1", "4.2"]
    assert refs(picture, order="gaps")[:2] == ["5.2", "5.3"]
    assert refs(picture, order="; DROP TABLE") == refs(picture)


def test_finds_what_is_only_claimed(organisation: Organisation) -> None:
    assessment = a_round(organisation)
    for point in tree().requirement("4.4").points:
        rate_one(assessment, point.ref, Verdict.IN_PLACE)
    assert refs(picture_today(organisation, framework().pk), status="claimed") == ["4.4"]
