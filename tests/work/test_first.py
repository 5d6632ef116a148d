"""The first page of a new owner."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.conformity.rating import rate, rating
from tests.evidence import made
from tests.people.test_screens import at
from waymark.catalogue.models.framework import Framework
from waymark.conformity.models.standing import Standing
from waymark.conformity.rounds import open_round
from waymark.conformity.scale import Verdict
from waymark.context.models.supplier import Supplier
from waymark.core import clock
from waymark.people import inviting
from waymark.people.models.access import AccessLink, Purpose
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.tasks.work import TaskDraft, create_all
from waymark.work.first import first_owned


@pytest.fixture
def newcomer(administrator: Member) -> Member:
    """Return a contributor who has just come in by an invitation, and owns two requirements."""
    named = Member.add(
        administrator.organisation, name="Nina", email="nina@x.org", roles=[Role.CONTRIBUTOR], by=administrator
    )
    link = AccessLink.find(inviting.invite(named, by=administrator), Purpose.INVITATION)
    inviting.welcome(link, name="Nina", password=factories.PASSWORD)
    for ref in ("6.1.4", "5.2"):
        _standing(named, ref).assign(named, None, by=administrator)
    return Member.objects.select_related("user", "organisation").get(pk=named.pk)


def _standing(member: Member, ref: str) -> Standing:
    return Standing.objects.of(member.organisation).get(requirement__ref=ref)


def test_leads_a_new_owner_to_three_things(newcomer: Member, administrator: Member) -> None:
    of = newcomer.organisation
    framework = Framework.objects.newest().get(is_shipped=True)
    assessment = open_round(of, framework, title="Round", controls=[], by=administrator)
    rate(assessment, rating("6.1.4-1", Verdict.PARTIAL, finding="A draft"), by=administrator)
    create_all(
        of, [TaskDraft(title="Approve <b>scope</b>", owner=newcomer, due_on=dt.date(2026, 1, 31))], by=administrator
    )
    client = factories.client_of(newcomer)
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (303, at("first_work", newcomer))
    page = client.get(answer["Location"]).content.decode()
    assert "You own 3 records in Acme" in page
    assert "Approve &lt;b&gt;scope&lt;/b&gt;" in page
    assert "Overdue" in page
    assert reverse("gap_sheet", args=[of.slug, assessment.number, "6.1.4"]) in page
    points = len(_points("6.1.4", framework))
    assert f"Rate {points - 1} points: are they in place" in page
    assert page.index("Approve") < page.index("5.2") < page.index("6.1.4")


def _points(ref: str, framework: Framework) -> list[str]:
    return list(framework.requirements.get(ref=ref).points.values_list("ref", flat=True))


def test_says_what_each_kind_needs(newcomer: Member, administrator: Member) -> None:
    Supplier.add(newcomer.organisation, owner=newcomer, by=administrator, name="Cloud host", supplies="Servers")
    made.evidence(newcomer, "Policy")
    found = first_owned(newcomer, clock.day_in(newcomer.organisation.time_zone))
    assert found.total == 4
    assert len(found.things) == 3
    every = {one.kind.name: str(one.need.what) for one in found.things}
    assert all(len(words) > 20 for words in every.values())
    assert "collect evidence" in every["requirements"]


def test_names_gaps_and_claims_of_a_requirement(newcomer: Member, administrator: Member) -> None:
    framework = Framework.objects.newest().get(is_shipped=True)
    assessment = open_round(newcomer.organisation, framework, title="Round", controls=[], by=administrator)
    for point in _points("6.1.4", framework):
        rate(assessment, rating(point, Verdict.IN_PLACE), by=administrator)
    for point in _points("5.2", framework):
        rate(assessment, rating(point, Verdict.MISSING), by=administrator)
    needs = {
        one.record.reference: str(one.need.what)
        for one in first_owned(newcomer, clock.day_in(newcomer.organisation.time_zone)).things
    }
    assert needs == {
        "5.2": f"Close {len(_points('5.2', framework))} gaps: read the findings and do what is missing.",
        "6.1.4": f"Add evidence for {len(_points('6.1.4', framework))} points in place without evidence.",
    }


def test_counts_what_is_due_in_months_instead_of_showing_it(newcomer: Member, administrator: Member) -> None:
    today = clock.day_in(newcomer.organisation.time_zone)
    days = {"Next spring": 120, "Late": -3, "In a week": 7, "In eight days": 8}
    drafts = [TaskDraft(title=name, owner=newcomer, due_on=today + dt.timedelta(days=n)) for name, n in days.items()]
    create_all(newcomer.organisation, drafts, by=administrator)
    found = first_owned(newcomer, today)
    assert [one.record.title for one in found.things][:2] == ["Late", "In a week"]
    assert found.things[2].record.reference == "5.2"
    assert (found.total, found.others, found.due_later) == (6, 3, 2)
    assert found.next_due_on == today + dt.timedelta(days=8)
    page = factories.client_of(newcomer).get(at("first_work", newcomer)).content.decode()
    assert "Next spring" not in page
    assert "3 more records</a>, 2 due later, the first on " in page


def test_says_that_nothing_is_due_within_a_week(newcomer: Member, administrator: Member) -> None:
    today = clock.day_in(newcomer.organisation.time_zone)
    for ref in ("6.1.4", "5.2"):
        _standing(newcomer, ref).assign(newcomer, today + dt.timedelta(days=90), by=administrator)
    page = factories.client_of(newcomer).get(at("first_work", newcomer)).content.decode()
    assert "You own 2 records in Acme" in page
    assert "Nothing is due within a week." in page
    assert "2 more records</a>, 2 due later, the first on " in page
    assert "five minutes" not in page


def test_is_shown_until_the_owner_acts(newcomer: Member, administrator: Member) -> None:
    client = factories.client_of(newcomer)
    assert client.get("/")["Location"] == at("first_work", newcomer)
    task = create_all(newcomer.organisation, [TaskDraft(title="Mine", owner=newcomer)], by=administrator)[0]
    task.start(by=newcomer)
    assert client.get("/")["Location"] == at("my_work", newcomer)


def test_leads_nobody_else_there(newcomer: Member, administrator: Member, owner: Member) -> None:
    # Who came in without an invitation of late, who owns nothing, and who manages the AIMS.
    assert factories.client_of(owner).get("/")["Location"] == at("my_work", owner)
    assert factories.client_of(administrator).get("/")["Location"] == at("path", administrator)
    newcomer.grant([Role.AIMS_MANAGER], by=administrator)
    assert factories.client_of(newcomer).get("/")["Location"] == at("path", newcomer)
    newcomer.grant([Role.READER], by=administrator)
    assert factories.client_of(newcomer).get("/")["Location"] == at("first_work", newcomer)
    for ref in ("6.1.4", "5.2"):
        _standing(newcomer, ref).assign(None, None, by=administrator)
    client = factories.client_of(newcomer)
    assert client.get("/")["Location"] == at("path", newcomer)
    assert client.get(at("first_work", newcomer))["Location"] == at("my_work", newcomer)


def test_forgets_the_first_page_after_two_weeks(newcomer: Member) -> None:
    for days, name in ((13, "first_work"), (15, "my_work")):
        with time_machine.travel(clock.now() + dt.timedelta(days=days), tick=False):
            assert factories.client_of(newcomer).get("/")["Location"] == at(name, newcomer)


def test_costs_the_same_for_an_owner_of_much(
    newcomer: Member, administrator: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for standing in Standing.objects.of(newcomer.organisation)[:30]:
        standing.assign(newcomer, None, by=administrator)
    for number in range(5):
        Supplier.add(newcomer.organisation, owner=newcomer, by=administrator, name=f"Host {number}", supplies="Servers")
    client = factories.client_of(newcomer)
    with django_assert_max_num_queries(12):
        client.get("/")
    with django_assert_max_num_queries(14):
        assert client.get(at("first_work", newcomer)).status_code == 200
