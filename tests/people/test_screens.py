"""Each screen of people once, thinly."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import factories
from waymark.people import inviting, passwords, starting
from waymark.people.extension_points import SettingsPanel, settings_panels
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Role

NEW = {"name": "Nina New", "password": factories.PASSWORD}


def at(name: str, member: Member, *more: int) -> str:
    return reverse(name, args=[member.organisation.slug, *more])


def link_in(page: str) -> str:
    found = re.search(r'id="link"[^>]*value="([^"]+)"', page)
    assert found
    return "/" + found[1].split("/", 3)[3]


def test_begins_at_the_first_start(db: None, settings: Any) -> None:
    settings.START_ID = "start-1"
    address = reverse("first_start", args=[starting.first_link("start-1")])
    client = Client()
    assert "Create the first administrator account" in client.get(address).content.decode()
    assert client.post(address, {**NEW, "email": "nina@example.org", "password": "short"}).status_code == 422
    answer = client.post(address, {**NEW, "email": "nina@example.org"})
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert "Create your organisation" in client.get("/").content.decode()
    assert Client().get(address).status_code == 422


def test_offers_the_demo_and_a_new_organisation_after_the_first_start(db: None, settings: Any) -> None:
    settings.START_ID = "start-1"
    factories.organisation("Alpha", sample=True)
    client = Client()
    client.post(reverse("first_start", args=[starting.first_link("start-1")]), {**NEW, "email": "n@example.org"})
    page = client.get("/").content.decode()
    assert "Alpha" in page
    assert reverse("new_organisation") in page


def test_leads_home_by_the_number_of_organisations(reader: Member) -> None:
    client = factories.client_of(reader)
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (303, at("path", reader))
    factories.member(factories.organisation("Second"), who=reader.user)
    # Members of several organisations see them side by side.
    assert "Second" in client.get("/", follow=True).content.decode()
    alone = factories.client_of(factories.user()).get("/").content.decode()
    assert "invitation" in alone
    assert Client().get("/").status_code == 302


def test_makes_an_organisation_for_whoever_runs_the_installation(db: None) -> None:
    chief = factories.user(runs=True)
    client, address = factories.client_of(chief), reverse("new_organisation")
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "", "time_zone": "Mars/Base"}).status_code == 422
    answer = client.post(address, {"name": "Acme", "about": "", "time_zone": "Europe/Vilnius"})
    assert (answer.status_code, answer["Location"]) == (303, "/o/acme/")
    assert Member.objects.get(user=chief).roles == [Role.ADMINISTRATOR, Role.AIMS_MANAGER]
    assert factories.client_of(factories.user()).post(address, {"name": "Mine"}).status_code == 422
    assert Organisation.objects.count() == 1


def test_changes_settings_once_per_version(administrator: Member) -> None:
    client, address = factories.client_of(administrator), at("organisation_settings", administrator)
    assert client.get(address).status_code == 200
    form = {"name": "Acme Two", "about": "Robots", "time_zone": "Europe/Berlin", "version": 1}
    assert client.post(address, form).status_code == 303
    # The same sent again, as by a double click, changes nothing; something else from the old page is refused.
    assert client.post(address, form).status_code == 303
    assert Organisation.objects.get(pk=administrator.organisation_id).version == 2
    assert client.post(address, {**form, "about": "Drones"}).status_code == 409
    assert client.post(address, {**form, "version": 2, "sample": "on"}).status_code == 422
    assert Organisation.objects.get(pk=administrator.organisation_id).name == "Acme Two"


def test_shows_the_panels_of_packages_above(administrator: Member) -> None:
    panel = SettingsPanel("Panel", "Text", "Go", "members", belongs=lambda organisation: not organisation.sample)
    settings_panels.append(panel)
    try:
        page = factories.client_of(administrator).get(at("organisation_settings", administrator)).content.decode()
    finally:
        settings_panels.remove(panel)
    assert at("members", administrator) in page


def test_archives_with_a_reason(administrator: Member) -> None:
    client, address = factories.client_of(administrator), at("organisation_archive", administrator)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "merged"}).status_code == 303
    assert client.get(at("members", administrator)).status_code == 404


def test_lists_members_in_few_queries(
    administrator: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    organisation = administrator.organisation
    for number in range(5):
        # A name that is in no address of the others, which have numbers too.
        factories.member(organisation, name=f"Member no{number}")
        invited = factories.member(organisation, name=f"Invited {number}", signs_in=False)
        invited.describe(
            by=administrator, name=invited.name, post="Clerk", email=f"i{number}@example.org", owner_roles=[]
        )
        inviting.invite(invited, by=administrator)
    client = factories.client_of(administrator)
    # The sixth asks who may invite, since invitations are open.
    with django_assert_max_num_queries(6):
        page = client.get(at("members", administrator)).content.decode()
    assert len(re.findall(r">Invited</span><br><span class=\"note\">until ", page)) == 5
    found = client.get(at("members", administrator), {"q": "member no3"}).content.decode()
    assert "Member no3" in found
    assert "Member no2" not in found
    part = client.get(at("members", administrator), {"q": "nobody"}, headers={"HX-Request": "true"}).content.decode()
    assert "No results" in part
    assert "<html" not in part


def test_names_and_invites_a_member(administrator: Member) -> None:
    client, address = factories.client_of(administrator), at("new_member", administrator)
    assert client.get(address).status_code == 200
    form = {"name": "Nina <b>New</b>", "post": "Clerk", "email": "Nina@Example.org", "roles": ["reader"]}
    shown = client.post(address, {**form, "owner_roles": ["risk_manager"], "invited": "on"})
    assert shown.status_code == 201
    assert "<b>New" not in shown.content.decode()
    join = link_in(shown.content.decode())
    guest = Client()
    assert "You are invited to Acme" in guest.get(join).content.decode()
    assert guest.post(join, {**NEW, "email": "other@example.org"}).status_code == 422
    assert guest.post(join, NEW).status_code == 303
    assert guest.get("/")["Location"] == at("path", administrator)
    assert User.objects.get(name="Nina New").email == "nina@example.org"
    assert Client().get(join).status_code == 422


@pytest.mark.parametrize("more", [{}, {"email": "nina@example.org", "invited": "on"}], ids=["named", "invited"])
def test_names_one_member_for_a_form_that_is_sent_twice(administrator: Member, more: dict[str, str]) -> None:
    client, address = factories.client_of(administrator), at("new_member", administrator)
    key = re.search(r'name="key" value="([^"]+)"', client.get(address).content.decode())
    assert key is not None
    form = {"name": "Nina New", "roles": ["reader"], "key": key[1], **more}
    assert client.post(address, form).status_code == (201 if more else 303)
    again = client.post(address, form)
    assert (again.status_code, again["Location"]) == (303, at("members", administrator))
    assert Member.objects.of(administrator.organisation).filter(name="Nina New").count() == 1


def test_lets_somebody_with_an_account_accept_after_signing_in(administrator: Member, outsider: Member) -> None:
    assert outsider.user
    guest = Member.add(administrator.organisation, name="Otto", email=outsider.user.email, by=administrator)
    join = reverse("join", args=[inviting.invite(guest, by=administrator)])
    stranger = Client()
    assert "Sign in to accept" in stranger.get(join).content.decode()
    assert stranger.post(join, {}).status_code == 303
    assert not Member.objects.get(pk=guest.pk).has_sign_in
    other = factories.client_of(factories.user())
    assert "someone else" in other.get(join).content.decode()
    assert other.post(join, {}).status_code == 422
    assert factories.client_of(outsider).post(join, {}).status_code == 303
    assert Member.objects.get(pk=guest.pk).user == outsider.user


def test_changes_what_is_known_about_a_member(administrator: Member, owner: Member) -> None:
    client, address = factories.client_of(administrator), at("member", owner, owner.pk)
    assert client.get(address).status_code == 200
    form = {"name": "Omar Owner", "post": "Head of data", "email": "omar@example.org", "version": owner.version}
    assert client.post(address, {**form, "owner_roles": ["data_steward"]}).status_code == 303
    assert client.post(address, form).status_code == 409
    assert Member.objects.get(pk=owner.pk).owner_roles == ["data_steward"]


def test_keeps_the_last_administrator_on_the_page(administrator: Member) -> None:
    client = factories.client_of(administrator)
    form = {"roles": ["reader"], "version": administrator.version}
    answer = client.post(at("member_roles", administrator, administrator.pk), form)
    assert answer.status_code == 422
    assert "last administrator" in answer.content.decode()
    assert client.post(at("member_departure", administrator, administrator.pk), {"reason": "x"}).status_code == 422


def test_gives_roles_and_lets_members_go_and_come_back(administrator: Member, owner: Member) -> None:
    client = factories.client_of(administrator)
    form = {"roles": ["aims_manager", "reader"], "version": owner.version}
    assert client.post(at("member_roles", owner, owner.pk), form).status_code == 303
    assert client.post(at("member_departure", owner, owner.pk), {"reason": "moved on"}).status_code == 303
    assert factories.client_of(owner).get(at("members", owner)).status_code == 404
    assert "Omar" in client.get(at("members", owner), {"state": "former"}).content.decode()
    assert client.get(at("member", owner, owner.pk)).status_code == 200
    assert client.post(at("member_return", owner, owner.pk), {"reason": "back"}).status_code == 303
    assert Member.objects.get(pk=owner.pk).roles == ["aims_manager", "reader"]


def test_shows_a_former_member_that_the_membership_ended(administrator: Member, owner: Member) -> None:
    assert owner.user
    owner.user.prefer(by=owner.user, locale="sv-SE")
    owner.leave(by=administrator, reason="moved on")
    client, ended = factories.client_of(owner), f"Your membership in Acme ended on {owner.left_on}."
    for answer in (client.get(at("members", owner)), client.post(at("new_member", owner), {"name": "Nina"})):
        assert answer.status_code == 404
        assert ended in answer.content.decode()
        assert "membership-ended" in answer.content.decode()
        assert "Ada Administrator" not in answer.content.decode()
    part = client.get(at("members", owner), headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Reswap"], ended in part.content.decode()) == (404, "none", True)
    assert ended in client.get("/").content.decode()
    stranger = factories.client_of(factories.user()).get(at("members", owner))
    assert (stranger.status_code, "Acme" in stranger.content.decode()) == (404, False)
    administrator.organisation.archive(by=administrator, reason="merged")
    assert "Acme" not in client.get(at("members", owner)).content.decode()


def test_hands_over_a_new_password_and_ends_sessions(administrator: Member, owner: Member) -> None:
    theirs = factories.client_of(owner)
    shown = factories.client_of(administrator).post(at("member_password", owner, owner.pk))
    assert shown.status_code == 201
    link = link_in(shown.content.decode())
    anybody = Client()
    assert anybody.get(link).status_code == 200
    assert anybody.post(link, {"password": "short"}).status_code == 422
    assert anybody.post(link, {"password": "another-long-phrase"}).status_code == 303
    assert theirs.get(reverse("you")).status_code == 302
    assert anybody.get(link).status_code == 422


def test_refuses_a_password_link_it_may_not_make(administrator: Member, owner: Member, outsider: Member) -> None:
    factories.member(outsider.organisation, who=owner.user)
    client = factories.client_of(administrator)
    assert "another organisation" in client.get(at("member", owner, owner.pk)).content.decode()
    answer = client.post(at("member_password", owner, owner.pk))
    assert answer.status_code == 422
    assert passwords.NotYoursToReset.code


def test_invites_and_withdraws_from_the_members_page(administrator: Member) -> None:
    named = Member.add(administrator.organisation, name="Nina", email="nina@example.org", by=administrator)
    client = factories.client_of(administrator)
    join = link_in(client.post(at("member_invitation", named, named.pk)).content.decode())
    assert client.post(at("member_invitation_withdrawal", named, named.pk)).status_code == 303
    assert Client().get(join).status_code == 422


def test_keeps_a_persons_preferences(reader: Member) -> None:
    client = factories.client_of(reader)
    assert client.get(reverse("you")).status_code == 200
    form = {"name": "Rita R", "locale": "sv-SE", "time_zone": "Asia/Tokyo", "theme": "dark", "version": 1}
    assert client.post(reverse("you"), {**form, "runs_installation": "on"}).status_code == 422
    assert client.post(reverse("you"), {**form, "theme": "neon"}).status_code == 422
    assert client.post(reverse("you"), form).status_code == 303
    assert 'data-theme="dark"' in client.get(reverse("you")).content.decode()


WRITES = [
    "organisation_settings",
    "organisation_archive",
    "new_member",
    "member",
    "member_roles",
    "member_invitation",
    "member_invitation_withdrawal",
    "member_password",
    "member_departure",
    "member_return",
]


@pytest.mark.parametrize("name", WRITES)
def test_refuses_whoever_may_not_manage_people(
    name: str, administrator: Member, manager: Member, reader: Member, outsider: Member
) -> None:
    args = [reader.pk] if name.startswith("member") else []
    address = at(name, administrator, *args)
    for member in (manager, reader):
        answer = factories.client_of(member).post(address, {})
        assert (answer.status_code, "Your role in Acme" in answer.content.decode()) == (403, True)
    assert factories.client_of(outsider).post(address, {}).status_code == 404
    assert Client().post(address, {}).status_code == 302


def test_does_not_know_members_of_other_organisations(administrator: Member, outsider: Member) -> None:
    client = factories.client_of(administrator)
    for name in WRITES[3:]:
        assert client.post(at(name, administrator, outsider.pk), {}).status_code == 404
    assert client.get(at("member", administrator, outsider.pk)).status_code == 404


def test_lets_a_reader_see_members_without_acts(reader: Member, owner: Member) -> None:
    client = factories.client_of(reader)
    page = client.get(at("member", owner, owner.pk)).content.decode()
    assert "Contributor" in page
    assert at("member_roles", owner, owner.pk) not in page
    assert at("new_member", reader) not in client.get(at("members", reader)).content.decode()
