"""What every answer has in common."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from waymark.people.models.member import Member

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
