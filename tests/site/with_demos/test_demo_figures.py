"""The demo organisations hold exactly the figures of the worked scenarios."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Picture
from waymark.conformity.queries import picture_of
from waymark.conformity.scale import Severity
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.site.demo.reading import DEMOS, read_demo

pytestmark = pytest.mark.django_db
Demos = Mapping[str, Organisation]
DEFINITION = "6.1.3-12"


# From the scenarios: in place, partial, missing; over all points of the clauses, then for clauses 4 to 10.
ROUNDS = {
    ("alpha", 1): (
        "GA-A-1",
        dt.date(2026, 1, 12),
        dt.date(2026, 1, 23),
        (46, 50, 44),
        50,
        ((4, 6, 4), (6, 8, 3), (4, 12, 24), (15, 6, 1), (3, 6, 6), (10, 9, 4), (4, 3, 2)),
    ),
    ("beta", 1): (
        "GA-B-1",
        dt.date(2025, 9, 8),
        dt.date(2025, 9, 26),
        (62, 47, 31),
        61,
        ((6, 5, 3), (9, 6, 2), (10, 14, 16), (16, 5, 1), (5, 6, 4), (12, 8, 3), (4, 3, 2)),
    ),
    ("gamma", 1): (
        "GA-C-1",
        dt.date(2023, 11, 20),
        dt.date(2023, 12, 8),
        (39, 58, 43),
        48,
        ((4, 7, 3), (5, 8, 4), (4, 14, 22), (11, 9, 2), (3, 7, 5), (8, 9, 6), (4, 4, 1)),
    ),
    ("gamma", 2): (
        "GA-C-3",
        dt.date(2026, 1, 12),
        dt.date(2026, 1, 16),
        (136, 4, 0),
        98,
        None,
    ),
}


def _counts(counts: Any) -> tuple[int, int, int]:
    return counts.in_place, counts.partial, counts.missing


def _picture(demo: Organisation, number: int = 1) -> tuple[GapAssessment, Picture]:
    assessment = GapAssessment.objects.of(demo).numbered(number).get()
    return assessment, picture_of(assessment)


@pytest.mark.parametrize(("name", "number"), ROUNDS)
def test_gives_the_figures_of_the_scenario(name: str, number: int, demos: Demos) -> None:
    code, started_on, closed_on, figures, readiness, groups = ROUNDS[name, number]
    assessment, picture = _picture(demos[name], number)

    assert code in assessment.title
    assert (assessment.started_on, assessment.closed_on, assessment.is_closed) == (started_on, closed_on, True)
    assert _counts(picture.clause_counts) == figures
    assert (picture.clause_counts.readiness, picture.clause_counts.completion) == (readiness, 100)
    if groups:
        assert tuple(_counts(group.counts) for group in picture.groups[:7]) == groups


@pytest.mark.parametrize(("name", "number"), ROUNDS)
def test_rates_every_point_and_says_why(name: str, number: int, demos: Demos) -> None:
    _assessment, picture = _picture(demos[name], number)

    assert picture.all_points.not_assessed == 0
    # The scenarios give no verdict on the one point that follows from a definition.
    rated = [view for one in picture.requirements for view in one.points if view.point.ref != DEFINITION]
    assert picture.every_point.not_assessed == 1
    for view in rated:
        assert view.found.finding or view.found.evidence, view.point.ref
        assert not view.is_gap or view.found.finding, view.point.ref


def test_rates_the_controls_of_alpha_as_the_scenario_says(demos: Demos) -> None:
    _assessment, picture = _picture(demos["alpha"])

    assert _counts(picture.control_counts) == (9, 14, 15)
    assert picture.control_counts.total == 38


def test_begins_on_the_second_edition(demos: Demos) -> None:
    for name in DEMOS:
        assert GapAssessment.objects.of(demos[name]).numbered(1).get().framework.slug == "iso-42001-2023-2"


def test_gives_the_basis_of_each_point_of_alpha(demos: Demos) -> None:
    _assessment, picture = _picture(demos["alpha"])
    bases = Counter(str(view.point.basis) for one in picture.requirements for view in one.points)

    assert bases == {"clause": 140, "control": 48, "definition": 1, "guidance": 72}


def test_shows_what_alpha_closes_first(demos: Demos) -> None:
    _assessment, picture = _picture(demos["alpha"])
    points = {gap.view.point.ref for gap in picture.plan if gap.view.severity == Severity.CLOSE_FIRST}
    wholes = ("4.3", "6.1.2", "6.1.3", "6.1.4", "9.3.1")

    # No scope, the three processes as a whole, no management review, and no AI policy.
    assert {str(picture.by_ref[ref].status.verdict) for ref in wholes} == {"missing"}
    assert points == {view.point.ref for ref in wholes for view in picture.by_ref[ref].deciding} | {"5.2-4"}
    assert [one.ref for one in picture.close_first] == ["4.3", "5.2", "6.1.2", "6.1.3", "6.1.4", "9.3.1"]


def test_plans_the_44_actions_of_alpha(demos: Demos) -> None:
    _assessment, picture = _picture(demos["alpha"])
    planned = [gap for gap in picture.plan if gap.view.found.action]

    assert len(planned) == 44
    assert {str(gap.view.found.verdict) for gap in planned} == {"missing"}
    assert max(gap.view.found.target_on for gap in planned if gap.view.found.target_on) == dt.date(2026, 5, 29)
    assert all(gap.view.found.target_on and gap.requirement.assignment.owner for gap in planned)


def test_leaves_a_few_points_of_alpha_claimed_and_one_area_unowned(demos: Demos) -> None:
    _assessment, picture = _picture(demos["alpha"])

    # A.9.4-4 is guidance that edition 2 took out of A.9.4-1, and stands on the same word as that one.
    assert len(picture.claimed) == 7
    assert {one.requirement.group for one in picture.unowned} == {"A.5"}


@pytest.mark.parametrize("name", DEMOS)
def test_is_marked_as_a_demo_and_uses_example_addresses(name: str, demos: Demos) -> None:
    organisation = demos[name]

    assert organisation.sample
    for member in Member.objects.of(organisation):
        assert member.email.endswith(".example.com")
        assert not member.has_sign_in


@pytest.mark.parametrize("name", DEMOS)
def test_names_only_owners_and_roles_that_exist(name: str, demos: Demos) -> None:
    demo = read_demo(name)
    organisation = demos[name]
    tree = picture_of(GapAssessment.objects.of(organisation).numbered(1).get()).outline

    assert set(demo.owners.values()) <= {member.key for member in demo.members}
    assert {role for member in demo.members for role in member.owner_roles} <= set(tree.roles)
    assert all(tree.has(ref) for ref in demo.owners)
    excluded = {point.ref for ref in demo.rounds[0].excluded for point in tree.requirement(ref).points}
    assert {one.point for one in demo.rounds[0].findings} | excluded == {point.ref for point in tree.points} - {
        DEFINITION
    }
