"""What a round excluded is proposed for the next one with its reason, and decided by whoever starts it."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from tests.conformity.rating import NO_NEED, a_round, closed, exclusion_of, rate
from tests.conformity.screens import text_of
from tests.factories import client_of
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import picture_of
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

pytestmark = pytest.mark.django_db
CONTROLS = ("A.2.2", "A.2.3", "A.10.3")


@pytest.fixture
def before(organisation: Organisation) -> GapAssessment:
    made = a_round(organisation, *CONTROLS, started_on=dt.date(2026, 1, 5))
    rate(made, *exclusion_of("A.2.2"), *exclusion_of("A.10.3"))
    return closed(made)


def start(manager: Member, *excluded: str, controls: tuple[str, ...] = CONTROLS) -> GapAssessment:
    typed = {"title": "Second", "started_on": "2026-05-01", "controls": controls, "excluded": excluded, "key": "once"}
    answer = client_of(manager).post(reverse("gap_opening", args=["acme"]), typed)
    assert answer.status_code == 303
    return GapAssessment.objects.get(title="Second")


def excluded_in(assessment: GapAssessment) -> dict[str, str]:
    views = picture_of(assessment).requirements
    return {view.ref: view.excluded.finding for view in views if view.excluded is not None}


def test_proposes_what_the_round_before_excluded_with_its_reason(before: GapAssessment, manager: Member) -> None:
    page = text_of(client_of(manager).get(reverse("gap_opening", args=["acme"])))
    assert f"{before.reference} excluded 2 controls" in page
    assert page.count(NO_NEED) == 2
    assert page.count('name="excluded"') == 2
    # A verdict is given by a person: nothing is selected before somebody does.
    assert not re.search('name="excluded"[^>]*checked', page)


@pytest.mark.usefixtures("before")
def test_excludes_again_for_the_same_reason_what_stays_chosen(manager: Member) -> None:
    assert excluded_in(start(manager, "A.2.2")) == {"A.2.2": NO_NEED}


@pytest.mark.usefixtures("before")
def test_excludes_nothing_that_the_new_round_does_not_cover(manager: Member) -> None:
    assert excluded_in(start(manager, "A.2.2", controls=("A.2.3",))) == {}


@pytest.mark.usefixtures("organisation")
def test_says_nothing_where_nothing_was_excluded(manager: Member) -> None:
    assert 'name="excluded"' not in text_of(client_of(manager).get(reverse("gap_opening", args=["acme"])))
