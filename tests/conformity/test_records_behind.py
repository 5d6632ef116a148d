"""Records of the product stand behind their requirements by themselves, and change no verdict."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.conformity.rating import a_round, closed, rate, rating
from tests.conformity.sums import as_kept, assert_sums_kept
from tests.factories import client_of, organisation
from waymark.conformity.models.backing import KeptBacking
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing
from waymark.conformity.picture import PointView
from waymark.conformity.queries import picture_of, picture_taken_up
from waymark.context.models.supplier import Supplier
from waymark.core.clock import day_in
from waymark.evidence.freshness import add_months
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.reviewed import Review, ReviewResult
from waymark.reports.exports.gap import report
from waymark.reports.exports.gap_data import data
from waymark.reports.paper import Table
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
POINT = "A.10.3-1"
YEAR = dt.timedelta(days=365)


def supplier(owner: Member, name: str = "Cloud host", **known: dt.date) -> Supplier:
    return Supplier.add(owner.organisation, owner=owner, by=owner, name=name, supplies="Servers", **known)


def rated(organisation: Organisation, verdict: str = "in_place") -> None:
    rate(a_round(organisation, "A.10.3"), rating(POINT, verdict))


def today(organisation: Organisation) -> PointView:
    picture = picture_taken_up(organisation)
    assert picture is not None
    return next(one for one in picture.by_ref["A.10.3"].points if one.point.ref == POINT)


def test_shows_a_point_that_was_only_claimed(owner: Member) -> None:
    rated(owner.organisation)
    assert today(owner.organisation).found.grade == "claimed"
    supplier(owner)
    assert today(owner.organisation).found.grade == "shown"


@pytest.mark.parametrize("verdict", ["missing", "partial", "in_place"])
def test_never_changes_a_verdict(verdict: str, owner: Member) -> None:
    rated(owner.organisation, verdict)
    before = list(Judgement.objects.of(owner.organisation).values_list("pk", "verdict"))
    one = supplier(owner)
    one.retire(reason="Contract ended", by=owner)
    assert list(Judgement.objects.of(owner.organisation).values_list("pk", "verdict")) == before
    assert today(owner.organisation).found.verdict == verdict


def test_stands_behind_a_point_that_nobody_has_rated(owner: Member) -> None:
    supplier(owner)
    rated(owner.organisation, "not_assessed")
    view = today(owner.organisation)
    assert (view.found.verdict, view.found.backing.pieces, view.found.grade) == ("not_assessed", 1, "")


def test_is_unverified_until_somebody_has_reviewed_it(owner: Member, manager: Member) -> None:
    one = supplier(owner)
    rated(owner.organisation)
    assert today(owner.organisation).found.backing.unverified == 1
    day = day_in("UTC")
    one.review(Review(on=day, result=ReviewResult.SATISFACTORY, note="Fine", next_on=day + YEAR), by=manager)
    found = today(owner.organisation).found
    assert (found.backing.unverified, found.backing.good_until) == (0, day + YEAR)


def test_shows_as_partial_once_every_review_is_overdue(owner: Member) -> None:
    rated(owner.organisation)
    one = supplier(owner, next_review_on=day_in("UTC") - dt.timedelta(days=12))
    assert (today(owner.organisation).found.verdict, today(owner.organisation).found.is_lowered) == ("partial", True)
    page = client_of(owner).get(f"/o/{owner.organisation.slug}/requirements/A.10.3").content.decode()
    assert f"rated in place, but {one.reference}: review overdue for 12 days" in page
    supplier(owner, "Language model")
    assert today(owner.organisation).found.verdict == "in_place"


def test_counts_words_that_are_current_beside_records_that_are_not(owner: Member) -> None:
    judged_on = day_in("UTC") - dt.timedelta(days=300)
    named = rating(POINT, "in_place", evidence="Supplier file, shelf 3")
    rate(a_round(owner.organisation, "A.10.3"), named, on=judged_on)
    supplier(owner, next_review_on=day_in("UTC") - dt.timedelta(days=12))
    found = today(owner.organisation).found
    assert (found.verdict, found.is_lowered, found.currency.until) == ("in_place", False, add_months(judged_on, 12))


def test_stands_there_no_longer_once_it_is_retired(owner: Member) -> None:
    rated(owner.organisation)
    one = supplier(owner)
    one.retire(reason="Contract ended", by=owner)
    assert today(owner.organisation).found.grade == "claimed"
    one.reinstate(reason="Contract renewed", by=owner)
    assert today(owner.organisation).found.grade == "shown"


def test_stands_behind_nothing_of_another_organisation(owner: Member) -> None:
    other = organisation("Other")
    rated(other)
    supplier(owner)
    assert today(other).found.backing.pieces == 0


def test_keeps_the_same_sums_as_the_plain_computation_after_each_act(owner: Member) -> None:
    one = supplier(owner)
    day = day_in("UTC")
    for act in (
        lambda: supplier(owner, "Language model"),
        lambda: one.review(Review(on=day, result=ReviewResult.SATISFACTORY, note="", next_on=day + YEAR), by=owner),
        lambda: one.retire(reason="Contract ended", by=owner),
        lambda: one.reinstate(reason="Renewed", by=owner),
    ):
        act()
        assert as_kept(owner.organisation)
        assert_sums_kept(owner.organisation)


def test_lists_it_with_what_it_shows_on_the_page_of_the_requirement(
    owner: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rated(owner.organisation)
    for number in range(12):
        supplier(owner, f"Supplier {number}")
    address = f"/o/{owner.organisation.slug}/requirements/A.10.3"
    browser = client_of(owner)
    browser.get(address)
    with django_assert_max_num_queries(45):
        page = browser.get(address).content.decode()
    assert ">Supplier 11<" in page
    assert "kept in Waymark, shows A.10.3-1, A.10.3-4" in page
    assert "2 more records" in page
    assert "what is in place is only claimed" not in page


def test_keeps_its_title_with_a_closed_round(owner: Member) -> None:
    one = supplier(owner)
    assessment = a_round(owner.organisation, "A.10.3")
    rate(assessment, rating(POINT, "in_place"))
    closed(assessment)
    one.edit(by=owner, name="Renamed", supplies="Servers")
    assert assessment.evidence is not None
    (kept,) = assessment.evidence[POINT]
    assert (kept["reference"], kept["title"], kept["unverified"]) == (one.reference, "Cloud host", True)
    found = next(view for view in picture_of(assessment).by_ref["A.10.3"].points if view.point.ref == POINT).found
    assert found.grade == "shown"
    tables = [block for block in report(assessment).blocks if isinstance(block, Table)]
    (table,) = [one for one in tables if one.caption == "Records kept in Waymark behind the points"]
    assert table.rows == ((one.reference, "Cloud host", "A.10.3-1, A.10.3-4", "Unverified"),)
    (plain,) = data(assessment)["records"]
    assert plain == {
        "reference": one.reference,
        "title": "Cloud host",
        "points": ["A.10.3-1", "A.10.3-4"],
        "reviewed_or_approved": False,
    }


def test_works_nothing_out_for_an_edition_that_is_not_taken_up(owner: Member) -> None:
    supplier(owner)
    taken_up = set(Standing.objects.of(owner.organisation).values_list("requirement__framework", flat=True))
    kept = KeptBacking.objects.of(owner.organisation).values_list("requirement__framework", flat=True)
    assert set(kept) == taken_up


def test_needs_no_member_to_be_brought(organisation: Organisation) -> None:
    Supplier.add(organisation, owner=None, by=CONSOLE, name="Cloud host", supplies="Servers")
    rated(organisation)
    assert today(organisation).found.backing.pieces == 1
