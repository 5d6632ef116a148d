import datetime as dt

import pytest
from django.urls import reverse

from tests.conformity.rating import a_round, closed, rate, rate_all, rating
from tests.factories import client_of
from waymark.conformity.models.standing import Standing
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.readiness.queries import path_page
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db


def rules(organisation: Organisation, member: Member) -> list[str]:
    return [act.rule for act, _address in path_page(organisation, member).acts]


def test_begins_at_the_beginning(organisation: Organisation, administrator: Member) -> None:
    page = path_page(organisation, administrator)
    assert page.step.is_here
    assert str(page.sentence) == "You are on step 1 of 5: the gap assessment"
    assert rules(organisation, administrator) == ["N-01", "N-03", "N-02"]
    assert page.picture is not None
    assert page.picture.clause_counts.not_assessed == 140


def test_offers_only_what_the_reader_may_do(
    organisation: Organisation, manager: Member, owner: Member, reader: Member
) -> None:
    assert rules(organisation, manager) == ["N-03", "N-02"]
    assert rules(organisation, owner) == []
    a_round(organisation)
    assert rules(organisation, owner) == ["N-04"]
    assert rules(organisation, reader) == []
    assert path_page(organisation, reader).lead is None


def test_follows_the_round_from_opening_to_measuring_again(
    organisation: Organisation, manager: Member, owner: Member
) -> None:
    for standing in Standing.objects.of(organisation):
        standing.assign(owner, dt.date(2100, 1, 1), by=CONSOLE)
    assessment = a_round(organisation)
    assert rules(organisation, manager) == ["N-04"]
    rate_all(assessment, Verdict.PARTIAL)
    assert rules(organisation, manager) == ["N-05"]
    closed(assessment)
    page = path_page(organisation, manager)
    assert rules(organisation, manager) == ["N-09"]
    assert (page.current, page.last) == (None, assessment)
    assert str(page.sentence).startswith("You are on step 2 of 5")


def test_leads_where_the_act_is_done(organisation: Organisation, manager: Member) -> None:
    assessment = a_round(organisation)
    addresses = {act.rule: address for act, address in path_page(organisation, manager).acts}
    assert addresses["N-04"] == reverse("gap_round", args=[organisation.slug, assessment.number])
    browser = client_of(manager)
    for address in addresses.values():
        assert browser.get(address).status_code == 200


def test_counts_what_is_overdue(organisation: Organisation, manager: Member) -> None:
    assessment = a_round(organisation)
    late, fine = dt.date(2026, 1, 1), dt.date(2199, 1, 1)
    rate(
        assessment,
        rating("4.1-1", Verdict.MISSING, target_on=late),
        rating("4.1-2", Verdict.PARTIAL, target_on=fine),
        rating("4.2-1", Verdict.IN_PLACE, target_on=late),
    )
    assert path_page(organisation, manager).overdue == 1


def test_takes_the_due_date_of_the_requirement_where_a_gap_has_none(
    organisation: Organisation, manager: Member
) -> None:
    Standing.objects.of(organisation).with_refs(["4.1"]).get().assign(None, dt.date(2026, 1, 1), by=CONSOLE)
    rate(a_round(organisation), rating("4.1-1", Verdict.MISSING))
    assert path_page(organisation, manager).overdue == 1


@pytest.mark.parametrize("role", ["administrator", "reader"])
def test_shows_the_page_to_every_member(
    role: str, organisation: Organisation, administrator: Member, reader: Member
) -> None:
    visitor = client_of(administrator if role == "administrator" else reader)
    shown = visitor.get(reverse("path", args=[organisation.slug]))
    assert shown.status_code == 200
    assert shown.content.decode().count("<h1") == 1
    assert ("Begin the gap assessment" in shown.content.decode()) == (role == "administrator")
