"""A unit whose head confirms that the inventory is complete, and the picture of the inventory."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.factories import client_of
from waymark.context.models.inventory_unit import ConfirmationInPast, InventoryUnit, UnitRetired
from waymark.context.models.system import AISystem
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.trail.door import AlreadyThere
from waymark.work.daily import remind
from waymark.work.models.notice import Notice
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(administrator: Member, owner: Member) -> InventoryUnit:
    for number, roles in enumerate((["ai_provider", "ai_producer"], ["ai_customer"], [])):
        AISystem.add(
            administrator.organisation,
            owner=owner,
            by=administrator,
            name=f"System {number}",
            purpose="x",
            unit="Lending" if number else "",
            roles=roles,
        )
    return InventoryUnit.add(administrator.organisation, name="Lending", owner=owner, by=administrator)


def test_keeps_how_many_systems_were_confirmed(unit: InventoryUnit, owner: Member) -> None:
    today = day_in("UTC")
    unit.confirm(next_confirmation_on=today + dt.timedelta(days=180), note="Asked everyone", by=owner)
    assert (unit.confirmed_on, unit.confirmed_count) == (today, 2)
    page = client_of(owner).get(reverse("inventory_unit", args=[owner.organisation.slug, 1])).content.decode()
    assert "2 AI systems confirmed" in page
    assert "System 1" in page
    assert "System 0" not in page


def test_is_confirmed_until_a_later_day(unit: InventoryUnit, owner: Member) -> None:
    with pytest.raises(ConfirmationInPast):
        unit.confirm(next_confirmation_on=day_in("UTC"), by=owner)
    unit.retire(reason="Merged", by=owner)
    with pytest.raises(UnitRetired):
        unit.confirm(next_confirmation_on=day_in("UTC") + dt.timedelta(days=9), by=owner)


def test_is_owed_by_its_head_in_time(unit: InventoryUnit, owner: Member, run_jobs: Callable[[], int]) -> None:
    today = day_in("UTC")
    for days, owed in ((30, 0), (3, 1), (-1, 1)):
        unit.edit(name=unit.name, next_confirmation_on=today + dt.timedelta(days=days), by=owner)
        assert owed_by(owner, today).total == owed
    remind.enqueue()
    run_jobs()
    assert "UNI-1 is overdue: Lending" in [one.what for one in Notice.objects.to(owner)]


def test_has_a_name_of_its_own(unit: InventoryUnit, owner: Member) -> None:
    with pytest.raises(AlreadyThere):
        InventoryUnit.add(unit.organisation, name="Lending", owner=None, by=owner)


def test_is_shown_as_a_picture_whose_numbers_lead_to_their_lists(unit: InventoryUnit, owner: Member) -> None:
    address = reverse("systems", args=[unit.organisation.slug])
    page = client_of(owner).get(address, {"display": "picture"}).content.decode()
    picture = page.split('id="picture"', 1)[1]
    assert "3 AI systems by role and class" in picture
    assert "No role yet" in picture
    assert '<a href="?role=ai_provider&amp;legal_class=open">1</a>' in picture
    found = client_of(owner).get(address, {"role": "ai_provider", "legal_class": "open"}).content.decode()
    assert "System 0" in found
    assert "System 1" not in found
