"""The list of points: of today or of one round, found by words, owners and dates, exported as it is filtered."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.conformity.rating import a_round, closed, rate, rating
from tests.conformity.screens import HTMX, at, points_in, text_of
from tests.factories import client_of
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.standing import Standing
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
LATE = dt.date(2020, 1, 1)


@pytest.fixture
def visitor(manager: Member) -> Client:
    return client_of(manager)


@pytest.fixture
def assessment(organisation: Organisation, owner: Member) -> GapAssessment:
    Standing.objects.of(organisation).get(requirement__ref="4.1").assign(owner, None, by=CONSOLE)
    made = a_round(organisation, "A.2.2")
    rate(
        made,
        rating("4.1-1", Verdict.MISSING, finding="Nothing about the Äpfel", target_on=LATE),
        rating("4.1-2", Verdict.IN_PLACE),
    )
    return made


def refs(visitor: Client, address: str) -> list[str]:
    return re.findall(r'<td[^>]*><span class="id">([^<]+)</span>', text_of(visitor.get(address, headers=HTMX)))


def today(organisation: Organisation, **asked: str) -> str:
    return at("points", organisation) + "?" + "&".join(f"{name}={value}" for name, value in asked.items())


def test_finds_words_of_number_criterion_and_finding(visitor: Client, assessment: GapAssessment) -> None:
    organisation = assessment.organisation
    for words in ("äPFEL nothing", "4.1-1"):
        assert refs(visitor, today(organisation, q=words)) == ["4.1-1"]
    assert refs(visitor, today(organisation, q="zwiebelturm")) == []


def test_finds_by_owner_and_what_is_late(visitor: Client, assessment: GapAssessment, owner: Member) -> None:
    organisation = assessment.organisation
    assert set(refs(visitor, today(organisation, owner=str(owner.pk)))) >= {"4.1-1", "4.1-2"}
    assert refs(visitor, today(organisation, due="overdue")) == ["4.1-1"]
    shown = text_of(visitor.get(today(organisation, due="overdue"), headers=HTMX))
    assert "Overdue</span>" in shown


def test_shows_a_closed_round_with_its_own_verdicts_and_owners(
    visitor: Client, assessment: GapAssessment, owner: Member, manager: Member
) -> None:
    closed(assessment)
    Standing.objects.of(owner.organisation).get(requirement__ref="4.1").assign(manager, None, by=CONSOLE)
    rate(a_round(owner.organisation), rating("4.1-1", Verdict.IN_PLACE, evidence="Minutes"))
    assert "4.1-1" in refs(visitor, points_in(assessment, verdict="missing"))
    assert refs(visitor, today(owner.organisation, verdict="missing")) == []
    assert "4.1-1" in refs(visitor, points_in(assessment, owner=str(owner.pk)))
    assert refs(visitor, points_in(assessment, owner=str(manager.pk))) == []


def test_leads_into_the_round_that_is_shown(visitor: Client, assessment: GapAssessment) -> None:
    assert 'href="/o/acme/gap/GA-1/sheet/4.1#4.1-1"' in text_of(visitor.get(points_in(assessment)))
    assert 'href="/o/acme/requirements/4.1#4.1-1"' in text_of(visitor.get(today(assessment.organisation)))


def test_keeps_the_round_where_filters_are_cleared(visitor: Client, assessment: GapAssessment) -> None:
    shown = text_of(visitor.get(points_in(assessment, verdict="missing")))
    assert '<input type="hidden" name="round" value="1">' in shown
    (cleared,) = re.findall(r'href="([^"]+)">Clear filters', shown)
    assert cleared == at("points", assessment.organisation) + "?round=1"
    assert "Clear filters" not in text_of(visitor.get(points_in(assessment)))


def test_exports_exactly_the_points_that_are_shown(visitor: Client, assessment: GapAssessment) -> None:
    address = points_in(assessment, verdict="missing", q="nothing")
    query = address.partition("?")[2]
    file = visitor.get(at("register_file", assessment.organisation, "points", "json") + "?" + query)
    rows: list[dict[str, Any]] = json.loads(b"".join(file))
    assert [row["key"] for row in rows] == refs(visitor, address) == ["4.1-1"]
    assert (rows[0]["verdict"], rows[0]["finding"]) == ("missing", "Nothing about the Äpfel")


def test_saves_a_view_of_a_round(visitor: Client, assessment: GapAssessment) -> None:
    typed = {"name": "Missing in spring", "query": "round=1&verdict=missing"}
    answer = visitor.post(at("register_view", assessment.organisation, "points"), typed)
    assert answer["Location"] == at("points", assessment.organisation) + "?round=1&verdict=missing"


@pytest.mark.parametrize("number", ["2", "x", "0", "٣", "GA-9", "1 OR 1=1", "9" * 40])
def test_refuses_a_round_that_is_not_there(number: str, visitor: Client, assessment: GapAssessment) -> None:
    answer = visitor.get(today(assessment.organisation, round=number))
    assert answer.status_code == 422
    assert "There is no such gap assessment here." in text_of(answer)


def test_knows_no_round_of_another_organisation(assessment: GapAssessment) -> None:
    stranger = factories.organisation("Elsewhere", administrator=factories.user("Else Where"))
    theirs = client_of(Member.objects.of(stranger).get())
    assert theirs.get(today(stranger, round="1")).status_code == 422
    assert theirs.get(points_in(assessment)).status_code == 404
