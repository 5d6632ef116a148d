"""The steps of a start."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from waymark.site.steps import first_link


@pytest.mark.django_db
def test_prints_a_link_that_the_site_knows(settings: Any) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, start="start-1")
    assert resolve(urlsplit(first_link()).path).url_name == "first_start"


@pytest.mark.django_db
def test_prints_no_link_that_no_server_would_honour(settings: Any) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, start="")
    assert first_link() == ""
