"""A record in a list leads to its page."""

import re

import pytest
from django.urls import reverse

from tests.architecture import filled as ground
from tests.factories import client_of
from waymark.records.registers import registers

pytestmark = pytest.mark.django_db


def test_leads_from_every_record_in_a_list_to_its_page() -> None:
    filled = ground.filled()
    browser = client_of(filled.administrator)
    for one in registers():
        page = browser.get(reverse(one.name, args=[filled.organisation.slug])).content.decode()
        assert re.findall(r'<a href=""[^>]*>.{0,80}', page) == [], one.name
