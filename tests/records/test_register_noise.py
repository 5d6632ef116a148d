"""A list that is sent noise answers with a page and changes nothing."""

import pytest
from django.urls import reverse

from tests.factories import client_of
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.registers import registers
from waymark.trail.models import Head

pytestmark = pytest.mark.django_db


def test_refuses_what_is_noise_with_a_page(organisation: Organisation, administrator: Member) -> None:
    register = next(one for one in registers() if one.acts)
    before = Head.objects.get(pk=organisation.pk).seq
    answer = client_of(administrator).post(
        reverse(register.changes, args=[organisation.slug]),
        "a&" * 150_000,
        content_type="application/x-www-form-urlencoded",
    )
    assert (answer.status_code, Head.objects.get(pk=organisation.pk).seq) == (400, before)
