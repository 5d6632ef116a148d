"""The menu has one line for each step, whatever belongs to it, and what the person pinned."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import client_of
from waymark.core.navigation import ShownGroup
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import MOST_PINS, TooManyPins, User
from waymark.site.menu import FIRST_PINS, HUBS, entries, navigation

pytestmark = pytest.mark.django_db


def menu_of(member: Member, path: str = "/o/acme/") -> list[ShownGroup]:
    return navigation(path, member.organisation, member, member.user)


def lines(member: Member, label: str) -> list[str]:
    return [str(one.label) for group in menu_of(member) if group.label == label for one in group.entries]


def current(member: Member, path: str) -> list[str]:
    return [str(one.label) for group in menu_of(member, path) for one in group.entries if one.is_current]


def pin(browser: Client, organisation: Organisation, entry: str, *, on: bool = True) -> int:
    data = {"entry": entry, **({"pin": "on"} if on else {})}
    return browser.post(reverse("hub_pins", args=[organisation.slug, HUBS[0].name]), data).status_code


def user_of(member: Member) -> User:
    assert member.user is not None
    return User.objects.get(pk=member.user.pk)


@pytest.mark.usefixtures("organisation")
def test_every_entry_belongs_to_one_hub_and_says_what_is_there() -> None:
    addresses = [one.address for one in entries()]
    assert len(addresses) == len(set(addresses))
    assert all(str(one.about).endswith(".") for one in entries())
    assert len(FIRST_PINS) <= MOST_PINS
    assert set(FIRST_PINS) <= set(addresses)


def test_has_a_line_for_each_hub_that_one_may_see(administrator: Member, reader: Member) -> None:
    assert lines(administrator, "Steps") == [str(one.label) for one in HUBS]
    assert lines(reader, "Steps") == [str(one.label) for one in HUBS]
    assert "Trail" in client_of(administrator).get(reverse("hub", args=["acme", "organisation"])).content.decode()
    assert ">Trail<" not in client_of(reader).get(reverse("hub", args=["acme", "organisation"])).content.decode()


def test_marks_the_entry_or_else_the_hub_it_belongs_to(administrator: Member) -> None:
    assert current(administrator, "/o/acme/tasks/") == ["Tasks"]
    assert current(administrator, "/o/acme/members/3") == ["Organisation"]
    assert current(administrator, "/o/acme/steps/aims") == ["2 The AIMS"]
    assert current(administrator, "/o/acme/") == ["Path"]


def test_pins_and_unpins_for_the_person(organisation: Organisation, reader: Member, administrator: Member) -> None:
    browser = client_of(reader)
    assert pin(browser, organisation, "tasks", on=False) == 303
    assert pin(browser, organisation, "members") == 303
    reader.refresh_from_db()
    assert lines(reader, "Pinned") == ["Assessments", "Requirements", "Evidence", "Suppliers", "Members"]
    assert lines(administrator, "Pinned") == ["Assessments", "Requirements", "Tasks", "Evidence", "Suppliers"]


def test_pins_five_and_says_so_of_the_sixth(organisation: Organisation, reader: Member) -> None:
    browser = client_of(reader)
    assert pin(browser, organisation, "members") == 422
    assert user_of(reader).pinned is None
    answer = browser.post(reverse("hub_pins", args=[organisation.slug, "aims"]), {"entry": "members", "pin": "on"})
    assert "already pinned 5 entries" in answer.content.decode()
    with pytest.raises(TooManyPins):
        user_of(reader).pin([str(number) for number in range(6)], by=reader)


@pytest.mark.parametrize("entry", ["", "path", "never-was", "\u0663"])
def test_pins_nothing_that_is_not_there(entry: str, organisation: Organisation, reader: Member) -> None:
    assert pin(client_of(reader), organisation, entry) == 422
    assert user_of(reader).pinned is None


def test_shows_only_pins_that_one_may_see_here(organisation: Organisation, reader: Member) -> None:
    user = user_of(reader)
    user.pin(["trail", "gone-meanwhile", "tasks"], by=reader)
    member = Member.objects.select_related("user").get(pk=reader.pk)
    assert lines(member, "Pinned") == ["Tasks"]


def test_has_no_page_for_a_step_that_is_none(organisation: Organisation, reader: Member) -> None:
    assert client_of(reader).get(reverse("hub", args=[organisation.slug, "sixth"])).status_code == 404
