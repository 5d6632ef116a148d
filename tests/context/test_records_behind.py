"""What is written about the context stands behind clauses 4.1, 4.2 and 6.3 by itself, and changes no verdict."""

import pytest

from tests.conformity.rating import a_round, rate, rating
from tests.conformity.sums import grades
from waymark.context.models.factor import Climate, Factor, Origin
from waymark.context.models.need import Binding, Need
from waymark.context.models.party import Party
from waymark.context.models.planned_change import PlannedChange
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db


def rated(member: Member, *points: str) -> None:
    assessment = a_round(member.organisation)
    for point in points:
        rate(assessment, rating(point, "in_place"))


def factor(owner: Member, climate: str = Climate.NONE) -> Factor:
    known = {"title": "Heat", "origin": Origin.EXTERNAL, "effect": "More patients."}
    return Factor.add(owner.organisation, owner=owner, by=owner, climate=climate, **known)


def test_factors_stand_behind_4_1_and_the_climate_decision_behind_its_own_point(owner: Member) -> None:
    rated(owner, "4.1-1", "4.1-2")
    one = factor(owner)
    found = grades(owner, "4.1")
    assert (found["4.1-1"], found["4.1-2"]) == (("in_place", "shown"), ("in_place", "claimed"))
    one.decide(climate=Climate.NOT_RELEVANT, reason="No effect on what the AIMS is for.", by=owner)
    assert grades(owner, "4.1")["4.1-2"] == ("in_place", "shown")


def test_needs_stand_behind_4_2_as_far_as_they_are_decided(owner: Member) -> None:
    rated(owner, "4.2-1", "4.2-2", "4.2-3")
    party = Party.add(owner.organisation, owner=owner, by=owner, name="Applicants", kind="decided_about")
    assert [grade for _verdict, grade in grades(owner, "4.2").values()] == ["shown", "claimed", "claimed"]
    need = Need.add(party, owner=owner, by=owner, text="Reasons", binding=Binding.LAW)
    assert [grade for _verdict, grade in grades(owner, "4.2").values()] == ["shown", "shown", "claimed"]
    need.take_on(met_by="A.8.5", by=owner)
    assert [grade for _verdict, grade in grades(owner, "4.2").values()] == ["shown", "shown", "shown"]
    party.retire(reason="Product given up", by=owner)
    assert {grade for _verdict, grade in grades(owner, "4.2").values()} == {"claimed"}


def test_a_change_stands_behind_6_3_once_it_is_approved(owner: Member) -> None:
    rated(owner, "6.3-1")
    known = {"title": "One dashboard", "purpose": "Order"}
    change = PlannedChange.propose(owner.organisation, owner=owner, by=owner, **known)
    assert grades(owner, "6.3")["6.3-1"] == ("in_place", "claimed")
    change.approve(by=owner)
    assert grades(owner, "6.3")["6.3-1"] == ("in_place", "shown")
