"""Who owns a requirement and may rate owes a rating on each of its points that has none in an open round."""

import datetime as dt
from collections.abc import Iterable

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.conformity.rating import a_round, closed, exclusion_of, rate, rate_all, rate_one, tree
from tests.conformity.screens import at, text_of
from tests.factories import client_of
from waymark.conformity.models.standing import Standing
from waymark.conformity.ratings_owed import RATINGS
from waymark.conformity.scale import Verdict
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.trail.actors import CONSOLE
from waymark.work.owed import Consequence, Owed, owed_by

pytestmark = pytest.mark.django_db
CLAUSE, CONTROL = "6.1.2", "A.2.2"
TODAY = dt.date(2026, 5, 4)


def give(owner: Member, *refs: str) -> None:
    for standing in Standing.objects.of(owner.organisation).with_refs(list(refs)):
        standing.assign(owner, None, by=CONSOLE)


def points(refs: Iterable[str]) -> int:
    return sum(point.counts for ref in refs for point in tree().requirement(ref).points)


def ratings(member: Member) -> list[Owed]:
    found = owed_by(member, TODAY)
    return found.shown([row for row in found if row.source == "ratings"])


def owed(member: Member) -> list[str]:
    return [one.what for one in ratings(member)]


@pytest.fixture
def owner(owner: Member) -> Member:
    give(owner, CLAUSE, CONTROL)
    return owner


def test_is_owed_for_each_point_of_ones_own_in_an_open_round(owner: Member, manager: Member) -> None:
    a_round(owner.organisation, CONTROL, title="Spring")
    assert owed(owner) == [f"Rate {points([CLAUSE, CONTROL])} points in Spring"]
    assert owed(manager) == []
    (line,) = owed_by(owner, day_in("UTC")).shown()
    assert (line.consequence, line.due_on, line.reference) == (Consequence.MINOR, None, "GA-1")


def test_leads_to_exactly_these_points(owner: Member, manager: Member) -> None:
    assessment = a_round(owner.organisation, CONTROL)
    give(manager, "4.1")
    rate_one(assessment, f"{CLAUSE}-1", Verdict.PARTIAL)
    (line,) = ratings(owner)
    shown = text_of(client_of(owner).get(line.url))
    count = points([CLAUSE, CONTROL]) - 1
    assert f"1 to {count} of {count}" in shown
    assert f"{CLAUSE}-2<" in shown
    assert f"{CLAUSE}-1<" not in shown
    assert "4.1-1<" not in shown
    page = text_of(client_of(owner).get(at("my_work", owner.organisation)))
    assert line.what in page
    assert "Gap assessment GA-1" in page


def test_counts_what_was_taken_back_and_not_what_does_not_apply(owner: Member) -> None:
    assessment = a_round(owner.organisation, CONTROL)
    rate_all(assessment, but=frozenset({f"{CLAUSE}-1"}))
    assert owed(owner) == ["Rate 1 point in Round"]
    rate_one(assessment, f"{CLAUSE}-2", Verdict.NOT_ASSESSED)
    assert owed(owner) == ["Rate 2 points in Round"]
    for number in (1, 2):
        rate_one(assessment, f"{CLAUSE}-{number}", Verdict.MISSING)
    rate(assessment, *exclusion_of(CONTROL))
    assert owed(owner) == []


def test_is_owed_in_no_round_that_is_closed_or_does_not_cover_the_control(owner: Member) -> None:
    closed(a_round(owner.organisation, CONTROL, title="Closed"))
    a_round(owner.organisation, "A.2.3", title="Open")
    assert owed(owner) == [f"Rate {points([CLAUSE])} points in Open"]


def test_is_owed_by_nobody_who_may_not_rate(reader: Member, owner: Member) -> None:
    give(reader, CLAUSE)
    a_round(owner.organisation)
    assert owed(reader) == []
    reader.grant([Role.CONTRIBUTOR], by=CONSOLE)
    assert owed(reader) == [f"Rate {points([CLAUSE])} points in Round"]


def test_knows_nothing_of_rounds_elsewhere(owner: Member, outsider: Member) -> None:
    a_round(outsider.organisation)
    assert owed(owner) == []


def test_asks_two_questions_more_however_many_rounds_are_open(
    owner: Member, reader: Member, organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert RATINGS.rows(owner, TODAY) is None
    rounds = [a_round(organisation, CONTROL, title=f"Round {number}") for number in range(5)]
    rate_all(rounds[2])
    with django_assert_num_queries(2):
        rows = RATINGS.rows(owner, TODAY)
    assert rows.count() == 4
    assert {what.rpartition(" in ")[2] for what in owed(owner)} == {"Round 4", "Round 3", "Round 1", "Round 0"}
    with django_assert_num_queries(0):
        assert RATINGS.rows(reader, TODAY) is None
