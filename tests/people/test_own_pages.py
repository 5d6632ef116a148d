"""Small things on the pages of people: hints without markup, days without seconds, the zone of the browser."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.architecture.house import SOURCE
from waymark.people import inviting
from waymark.people.models.access import AccessLink
from waymark.people.models.member import Member
from waymark.people.models.user import User

pytestmark = pytest.mark.django_db


def page_of(who: User | Member, address: str) -> str:
    return factories.client_of(who).get(address).content.decode()


@pytest.mark.parametrize("name", ["account_change_password", "account_set_password"])
def test_explains_a_new_password_in_sentences(name: str) -> None:
    user = factories.user()
    if name == "account_set_password":
        User.objects.filter(pk=user.pk).update(password="!")
    page = page_of(User.objects.get(pk=user.pk), reverse(name))
    assert "Your password must contain at least 10 characters. Your password can’t be" in page
    assert "New password, again" in page
    assert 'placeholder="New' not in page
    assert "&lt;" not in page


def test_shows_no_seconds_of_an_invitation_or_a_token(administrator: Member) -> None:
    organisation = administrator.organisation
    invited = Member.add(organisation, name="Nina New", email="nina@example.org", roles=[], by=administrator)
    token = inviting.invite(invited, by=administrator)
    join = Client().get(reverse("join", args=[token])).content.decode()
    tokens = reverse("tokens", args=[organisation.slug])
    issued = factories.client_of(administrator).post(tokens, {"name": "Nightly", "rights": ["read"], "days": "30"})
    until = AccessLink.objects.get(member=invited).expires_at
    assert f"{until.day} {until:%b %Y}, {until:%H:%M}" in join
    for page in (join, issued.content.decode(), page_of(administrator, tokens)):
        assert re.search(r"\d\d:\d\d", page)
        assert not re.search(r"\d:\d\d:\d\d", page)


def test_shows_no_seconds_where_something_ends() -> None:
    """A moment to plan by is written by `minute`, in every template."""
    ends = re.compile(r"moment\([\w.]*(until|expires\w*)\)")
    templates = {path.name: path.read_text(encoding="utf-8") for path in SOURCE.glob("*/templates/**/*.html")}
    assert [name for name, text in templates.items() if ends.search(text)] == []
    assert sum("minute(" in text for text in templates.values()) >= 8


@pytest.mark.parametrize("name", ["you", "new_organisation", "organisation_settings"])
def test_proposes_the_zone_of_the_browser_and_chooses_nothing(administrator: Member, name: str) -> None:
    is_settings = name == "organisation_settings"
    address = reverse(name, args=[administrator.organisation.slug] if is_settings else [])
    page = page_of(administrator if is_settings else factories.user(runs=True), address)
    proposal = re.search(r'<browser-zone hidden data-field="([\w-]+)">.*?</browser-zone>', page, re.DOTALL)
    assert proposal
    assert re.search(rf'<select name="time_zone"[^>]* id="{proposal[1]}"', page)
    assert "people/browser-zone.js" in page
    assert 'type="button"' in proposal[0]
    assert " name=" not in proposal[0], "what is only proposed is never sent"
