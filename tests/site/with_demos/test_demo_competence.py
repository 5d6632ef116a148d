"""Roles, competence and trainings of the demos are those of their scenarios."""

import datetime as dt
from collections.abc import Mapping

import pytest

from waymark.competence.awareness import AwarenessState, awareness_lines
from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.ownership import OwnershipCheck
from waymark.competence.models.role import AimsRole
from waymark.competence.models.training import Training
from waymark.competence.separations import find_separations
from waymark.competence.standing import Standing, competence_lines
from waymark.people.models.organisation import Organisation

pytestmark = pytest.mark.django_db
Demos = Mapping[str, Organisation]
AS_OF = dt.date(2026, 11, 23)


def test_has_the_trainings_that_finding_f_a_01_speaks_of(demos: Demos) -> None:
    """Six records of May 2026, four of them without a check when the auditor looked; all nine were checked later."""
    held = Training.objects.of(demos["alpha"]).exclude(held_on=None)
    may = held.filter(held_on__gte=dt.date(2026, 5, 1), held_on__lt=dt.date(2026, 6, 1))
    audited = dt.date(2026, 6, 3)
    assert may.count() == 6
    assert may.filter(effect_checked_on__gt=audited).count() == 4
    assert set(may.filter(effect_checked_on__gt=audited).values_list("effect_checked_on", flat=True)) == {
        dt.date(2026, 6, 19)
    }
    assert held.count() == held.exclude(effect_checked_on=None).count() == 9


@pytest.mark.parametrize("name", ["alpha", "beta", "gamma"])
def test_gives_no_two_roles_that_never_go_together(name: str, demos: Demos) -> None:
    held = RoleAssignment.objects.of(demos[name]).running_on(AS_OF).select_related("role")
    by_member: dict[int, set[str]] = {}
    for one in held:
        by_member.setdefault(one.member_id, set()).add(one.role.starter)
    others = {"top_management", "aims_manager", "risk_manager"}
    assert not [roles for roles in by_member.values() if "internal_auditor" in roles and roles & others]
    assert AimsRole.objects.of(demos[name]).filter(starter="internal_auditor").exists()


def test_says_of_every_conflict_what_is_done_instead(demos: Demos) -> None:
    warned = [one for one in RoleAssignment.objects.of(demos["alpha"]) if one.conflicts]
    assert warned
    assert all(one.mitigation for one in warned)


@pytest.mark.parametrize("name", ["alpha", "beta", "gamma"])
def test_says_of_both_sides_of_an_act_in_one_hand_what_is_done_instead(name: str, demos: Demos) -> None:
    found = find_separations(demos[name], AS_OF)
    assert found
    assert [one.key for one in found if not one.instead] == []


def test_has_made_everybody_aware_of_the_topics_in_use_before_the_audit(demos: Demos) -> None:
    lines = awareness_lines(demos["alpha"], AS_OF)
    assert {one.topic.id for one in lines} >= {"AW-01", "AW-04", "AW-09", "AW-13"}
    assert [one.key for one in lines if one.state == AwarenessState.OVERDUE] == []


def test_has_certified_overseers_in_the_hospital(demos: Demos) -> None:
    lines = [one for one in competence_lines(demos["gamma"], AS_OF) if one.role.starter == "human_overseer"]
    assert lines
    assert {one.standing for one in lines} == {Standing.MET}


def test_asks_members_each_year_what_is_still_theirs(demos: Demos) -> None:
    assert OwnershipCheck.objects.of(demos["gamma"]).count() > 20
    assert all(one.kept and not one.flagged for one in OwnershipCheck.objects.of(demos["gamma"]))
