"""How it stands today: the newest verdict on each point over all rounds, and two rounds side by side."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.conformity.rating import a_round, closed, exclusion_of, framework, rate, rate_one, rating, tree
from waymark.conformity.found import Found
from waymark.conformity.models.standing import Standing
from waymark.conformity.picture import Picture
from waymark.conformity.queries import (
    Change,
    compare,
    framework_of,
    newest_round,
    picture_today,
    progress_of,
    rounds_of,
)
from waymark.conformity.scale import Verdict
from waymark.conformity.totals import Total
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = dt.date(2026, 3, 1), dt.date(2026, 4, 1), dt.date(2026, 5, 1)


def today(organisation: Organisation) -> Picture:
    return picture_today(organisation, framework().pk)


def verdict_on(organisation: Organisation, ref: str) -> str:
    point = tree().point(ref)
    return today(organisation).by_ref[point.requirement].points[point.number - 1].found.verdict


def test_takes_the_newest_verdict_over_all_rounds(organisation: Organisation) -> None:
    first, second = a_round(organisation), a_round(organisation)
    rate(first, rating("4.1-1", Verdict.MISSING), rating("4.1-2", Verdict.MISSING), on=MARCH)
    rate(second, rating("4.1-1", Verdict.PARTIAL), on=APRIL)
    assert verdict_on(organisation, "4.1-1") == "partial"
    assert verdict_on(organisation, "4.1-2") == "missing"


def test_goes_by_the_day_of_the_judgement_not_by_the_number_of_the_round(organisation: Organisation) -> None:
    first, second = a_round(organisation), a_round(organisation)
    rate(second, rating("4.1-1", Verdict.PARTIAL), on=MARCH)
    rate(first, rating("4.1-1", Verdict.IN_PLACE), on=MAY)
    assert verdict_on(organisation, "4.1-1") == "in_place"


def test_takes_the_later_of_two_on_one_day(organisation: Organisation) -> None:
    first, second = a_round(organisation), a_round(organisation)
    rate(second, rating("4.1-1", Verdict.PARTIAL), on=MARCH)
    rate(first, rating("4.1-1", Verdict.MISSING), on=MARCH)
    assert verdict_on(organisation, "4.1-1") == "missing"


def test_lets_the_round_before_count_again_when_a_verdict_is_taken_back(organisation: Organisation) -> None:
    first, second = a_round(organisation), a_round(organisation)
    rate(first, rating("4.1-1", Verdict.MISSING), on=MARCH)
    rate(second, rating("4.1-1", Verdict.IN_PLACE), on=APRIL)
    rate(second, rating("4.1-1", Verdict.NOT_ASSESSED), on=MAY)
    assert verdict_on(organisation, "4.1-1") == "missing"
    rate(first, rating("4.1-1", Verdict.NOT_ASSESSED), on=MAY)
    assert verdict_on(organisation, "4.1-1") == "not_assessed"
    rate(second, rating("4.1-1", Verdict.PARTIAL), on=MAY)
    assert verdict_on(organisation, "4.1-1") == "partial"


def test_sees_nothing_of_another_organisation(organisation: Organisation, outsider: Member) -> None:
    rate_one(a_round(outsider.organisation), "4.1-1", Verdict.IN_PLACE)
    assert verdict_on(organisation, "4.1-1") == "not_assessed"


def test_leaves_out_controls_that_do_not_apply(organisation: Organisation) -> None:
    assert len(today(organisation).controls) == 38
    standing = Standing.objects.of(organisation).with_refs(["A.7.2"]).select_related("requirement").get()
    standing.leave_out(code="no_activity", reason="We collect no data of our own.", by=CONSOLE)
    assert "A.7.2" not in today(organisation).by_ref
    shown = picture_today(organisation, framework().pk, with_left_out=True)
    assert shown.by_ref["A.7.2"].assignment.left_out


def test_asks_the_database_three_times_however_many_rounds_there_are(
    organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = framework().pk
    today(organisation)
    for _n in range(5):
        closed(a_round(organisation))
    with django_assert_num_queries(3):
        picture_today(organisation, key)


def test_finds_the_framework_that_was_taken_up(organisation: Organisation) -> None:
    assert framework_of(organisation) == framework()


def test_finds_the_newest_round(organisation: Organisation) -> None:
    assert newest_round(organisation) is None
    old, new = a_round(organisation, started_on=APRIL), a_round(organisation, started_on=MARCH)
    assert newest_round(organisation) == old
    closed(old)
    assert newest_round(organisation, closed=True) == old
    assert newest_round(organisation, closed=False) == new


def test_says_how_far_a_round_is(organisation: Organisation) -> None:
    assessment = a_round(organisation)
    assert progress_of(assessment) == Total(0, 140)
    rate(assessment, rating("4.1-1", Verdict.PARTIAL), rating("4.1-2", Verdict.PARTIAL))
    rate(assessment, rating("4.1-2", Verdict.NOT_ASSESSED))
    assert progress_of(assessment) == Total(1, 140)


def test_compares_two_rounds_point_by_point(organisation: Organisation) -> None:
    before = a_round(organisation, "A.2.2")
    rate(before, rating("4.1-1", Verdict.MISSING), rating("4.1-2", Verdict.IN_PLACE), rating("4.2-1", Verdict.PARTIAL))
    after = a_round(organisation)
    rate(after, rating("4.1-1", Verdict.PARTIAL), rating("4.1-2", Verdict.PARTIAL), rating("4.2-1", Verdict.PARTIAL))
    both = compare(closed(before), closed(after))
    assert [change.ref for change in both.changes] == ["4.1-1", "4.1-2"]
    assert [change.ref for change in both.better] == ["4.1-1"]
    assert [change.ref for change in both.worse] == ["4.1-2"]
    assert (both.unrated, both.other) == ((), ())
    assert [change.ref for change in compare(after, before).better] == ["4.1-2"]


def test_counts_apart_what_only_one_round_has_rated(organisation: Organisation) -> None:
    before, after = a_round(organisation, "A.2.2"), a_round(organisation, "A.2.2")
    control = tree().requirement("A.2.2").points[0].ref
    rate(before, rating("4.1-1", Verdict.MISSING), rating(control, Verdict.PARTIAL))
    rate(after, rating("4.1-2", Verdict.MISSING), *exclusion_of("A.2.2"))
    both = compare(before, after)
    guidance = [one.ref for one in tree().requirement("A.2.2").points[1:]]
    assert [change.ref for change in both.unrated] == ["4.1-1", "4.1-2", *guidance]
    assert [change.ref for change in both.other] == [control]
    assert (both.better, both.worse) == ((), ())


@given(st.sampled_from(Verdict.values), st.sampled_from(Verdict.values))
def test_moves_back_what_moved_forward(one: str, other: str) -> None:
    there, back = (
        Change("4.1-1", "", "clause", Found(before), Found(after)).movement
        for before, after in ((one, other), (other, one))
    )
    if one != other:
        opposite = {"better": "worse", "worse": "better"}
        assert back == opposite.get(there, there)
        assert (there == "unrated") == (Verdict.NOT_ASSESSED in {one, other})


def test_compares_only_what_both_rounds_cover(organisation: Organisation) -> None:
    before, after = a_round(organisation, "A.2.2"), a_round(organisation)
    rate_one(before, tree().requirement("A.2.2").points[0].ref, Verdict.IN_PLACE)
    assert compare(before, after).changes == ()


def test_draws_progress_from_two_closed_rounds_on(organisation: Organisation) -> None:
    closed(a_round(organisation, started_on=MARCH), on=MARCH)
    a_round(organisation)
    assert rounds_of(organisation).progress is None
    closed(a_round(organisation, started_on=APRIL), on=APRIL)
    assert rounds_of(organisation).progress is not None
    assert [one.reference for one in rounds_of(organisation).rounds][-2:] == ["GA-3", "GA-1"]
