import datetime as dt

import pytest
from django.urls import reverse

from tests.conformity.rating import a_round, closed, rate, rate_all, rating, tree
from tests.factories import client_of
from waymark.conformity.models.standing import Standing
from waymark.conformity.scale import Verdict
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.readiness.figures import work_out
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


def test_stays_on_step_one_after_a_round_that_rated_few_points(organisation: Organisation, manager: Member) -> None:
    first = a_round(organisation)
    rate(first, *(rating(ref, Verdict.PARTIAL) for ref in ("4.1-1", "4.1-2", "5.1-1")))
    closed(first)
    page = path_page(organisation, manager)
    assert page.step.is_here
    assert str(page.sentence) == "You are on step 1 of 5: the gap assessment"
    assert "points unrated" in page.step.note
    assert work_out(organisation, day_in("UTC"), None).step == 1
    second = a_round(organisation)
    rate_all(second, Verdict.PARTIAL)
    closed(second)
    assert str(path_page(organisation, manager).sentence).startswith("You are on step 2 of 5")
    # Once every point was rated, a later round that was broken off takes nothing back.
    third = a_round(organisation)
    rate(third, rating("4.1-1", Verdict.IN_PLACE))
    closed(third)
    assert str(path_page(organisation, manager).sentence).startswith("You are on step 2 of 5")
    assert work_out(organisation, day_in("UTC"), None).step == 2


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


def test_names_the_rounds_that_the_figures_come_from(organisation: Organisation, manager: Member) -> None:
    spring, autumn = a_round(organisation, title="Spring"), a_round(organisation, "A.2.2", title="Autumn")
    rate(spring, rating("4.1-1", Verdict.IN_PLACE), rating("4.1-2", Verdict.PARTIAL))
    closed(spring)
    rate(autumn, rating("4.1-1", Verdict.MISSING), rating(tree().requirement("A.2.2").points[0].ref, Verdict.PARTIAL))
    found = [(one.assessment.title, one.points) for one in path_page(organisation, manager).sources]
    assert found == [("Autumn", 1), ("Spring", 1)]
    shown = " ".join(client_of(manager).get(reverse("path", args=[organisation.slug])).content.decode().split())
    assert ">Autumn</a> (open): 1 point" in shown
    assert ">Spring</a> (closed" in shown


def test_names_an_older_round_where_its_verdicts_still_count(organisation: Organisation, manager: Member) -> None:
    rounds = [a_round(organisation, title=title) for title in ("First", "Second", "Third")]
    for point, assessment in zip(("4.1-1", "4.1-2", "4.2-1"), rounds, strict=True):
        rate(assessment, rating(point, Verdict.PARTIAL))
        closed(assessment)
    assert [one.assessment.title for one in path_page(organisation, manager).sources] == ["Third", "Second", "First"]


def test_names_no_round_before_anything_is_rated(organisation: Organisation, manager: Member) -> None:
    a_round(organisation)
    page = path_page(organisation, manager)
    assert page.sources == ()
    assert page.is_quiet is False


def test_leads_to_what_is_closed_first_before_the_points_of_a_later_round(
    organisation: Organisation, manager: Member, owner: Member
) -> None:
    for standing in Standing.objects.of(organisation):
        standing.assign(owner, dt.date(2100, 1, 1), by=CONSOLE)
    spring = a_round(organisation)
    rate(spring, *(rating(point.ref, Verdict.MISSING) for point in tree().requirement("6.1.2").points))
    assert rules(organisation, manager) == ["N-04"]
    closed(spring)
    a_round(organisation)
    acts = {act.rule: address for act, address in path_page(organisation, manager).acts}
    assert list(acts) == ["N-06", "N-04"]
    assert acts["N-06"] == reverse("gap_result", args=[organisation.slug, spring.number]) + "#plan"


def test_says_the_base_of_every_total_and_keeps_noughts_quiet(
    organisation: Organisation, manager: Member, owner: Member
) -> None:
    address = reverse("path", args=[organisation.slug])
    rate(a_round(organisation), rating("4.1-1", Verdict.IN_PLACE))
    shown = " ".join(client_of(manager).get(address).content.decode().split())
    for part in ("140 points", "of 70 requirements without owner", "of 1 point in place without evidence"):
        assert part in shown, part
    assert "of 0 gaps" not in shown
    assert "stale evidence" not in shown
    assert "status=missing" not in shown
    for standing in Standing.objects.of(organisation):
        standing.assign(owner, None, by=CONSOLE)
    rate(a_round(organisation), rating("4.1-1", Verdict.IN_PLACE, evidence="Minutes of 3 May"))
    assert "Nothing: every requirement has an owner" in client_of(manager).get(address).content.decode()


@pytest.mark.parametrize("role", ["administrator", "reader"])
def test_shows_the_page_to_every_member(
    role: str, organisation: Organisation, administrator: Member, reader: Member
) -> None:
    visitor = client_of(administrator if role == "administrator" else reader)
    shown = visitor.get(reverse("path", args=[organisation.slug]))
    assert shown.status_code == 200
    assert shown.content.decode().count("<h1") == 1
    assert ("Start the gap assessment" in shown.content.decode()) == (role == "administrator")
