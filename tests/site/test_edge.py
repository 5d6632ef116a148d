"""What every answer has in common."""

from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from waymark.people.models.member import Member
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_lets_no_answer_be_stored(administrator: Member) -> None:
    visitor = factories.client_of(administrator)
    slug = administrator.organisation.slug
    for client, address in (
        (visitor, reverse("path", args=[slug])),
        (visitor, reverse("tasks", args=[slug])),
        (visitor, "/"),
        (visitor, "/no/such/page"),
        (Client(), reverse("account_login")),
        (Client(), "/api/docs"),
    ):
        assert client.get(address).headers["Cache-Control"] == "private, no-store", address


def test_shows_times_of_the_organisation_to_who_chose_no_zone(administrator: Member) -> None:
    of = administrator.organisation
    of.describe(by=administrator, name=of.name, about=of.about, time_zone="Asia/Tokyo")
    moment = Entry.objects.latest("pk").at.astimezone(ZoneInfo("Asia/Tokyo"))
    page = factories.client_of(administrator).get(reverse("trail", args=[of.slug])).content.decode()
    assert f", {moment:%H:%M:%S}</time>" in page
