"""What the tests of screens share: addresses, browsers, and counting what the database is asked."""

from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from waymark.conformity.models.assessment import GapAssessment
from waymark.people.models.organisation import Organisation

_COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
HTMX = {"HX-Request": "true"}


def at(name: str, organisation: Organisation, *args: Any) -> str:
    """Return an address of an organisation."""
    return reverse(name, args=[organisation.slug, *args])


def in_round(name: str, assessment: GapAssessment, *args: Any) -> str:
    """Return an address of a round."""
    return at(name, assessment.organisation, assessment.number, *args)


def points_in(assessment: GapAssessment, **filters: str) -> str:
    """Return the address of the list of points of a round."""
    return at("points", assessment.organisation) + "?" + urlencode({"round": assessment.number, **filters})


def asked(browser: Client, address: str, *, status: int = 200) -> int:
    """Load a page and return how many statements it cost; marks of transactions are none."""
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return sum(query["sql"].lstrip("( ").upper().startswith(_COUNTED) for query in captured.captured_queries)


def text_of(answer: Any) -> str:
    """Return the body of an answer."""
    return str(answer.content.decode())
