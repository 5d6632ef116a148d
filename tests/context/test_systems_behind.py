"""The inventory stands behind 4.1, A.4 and 9.1 by itself: systems, resources, units and measures."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from tests.conformity.rating import a_round, rate, rating
from tests.conformity.sums import assert_sums_kept, grades, shown_by
from tests.examples_systems import CREDIT, POINTS
from waymark.conformity.queries import picture_taken_up
from waymark.context.classifying_systems import classify_system
from waymark.context.describing import Details, describe
from waymark.context.measuring import set_metric
from waymark.context.models.inventory_unit import InventoryUnit
from waymark.context.models.system import AISystem
from waymark.core.clock import day_in
from waymark.evidence.freshness import add_months
from waymark.people.models.member import Member
from waymark.work.owners import give

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta
RESOURCES = {"data_sets": "A.4.3-1", "tooling": "A.4.4-1", "computing": "A.4.5-1", "people_needed": "A.4.6-1"}
SECTION = {"data_sets": "data", "architecture": "model"}


def system(owner: Member, **known: object) -> AISystem:
    given: dict[str, object] = {"name": "Score", "purpose": "Scores", "roles": ["ai_provider"]}
    return AISystem.add(owner.organisation, owner=owner, by=owner, **given | known)


def fill(one: AISystem, field: str, text: str = "Written down") -> None:
    owner = one.owner
    assert owner is not None
    describe(one, SECTION.get(field, "resources"), Details({field: text}), by=owner)


def until(owner: Member, ref: str = "4.1-3") -> dt.date | None:
    picture = picture_taken_up(owner.organisation)
    assert picture is not None
    return next(one for one in picture.by_ref["4.1"].points if one.point.ref == ref).found.currency.until


def test_a_system_shows_its_purpose_and_our_roles_where_they_are_settled(owner: Member) -> None:
    system(owner, roles=[])
    assert shown_by(owner.organisation) == {"4.1-3": ("SYS-1",)}
    system(owner)
    assert shown_by(owner.organisation) == {"4.1-3": ("SYS-1", "SYS-2"), "4.1-4": ("SYS-2",)}


def test_a_resource_shows_its_control_and_all_of_them_the_record_of_resources(owner: Member) -> None:
    one = system(owner, roles=[])
    for number, (field, point) in enumerate(RESOURCES.items()):
        fill(one, field)
        found = shown_by(owner.organisation)
        assert point in found
        assert len(found) == number + 2
    assert "A.4.2-1" not in found
    fill(one, "architecture")
    assert {"A.4.2-1", "A.4.2-3"} < set(shown_by(owner.organisation))
    fill(one, "tooling", "")
    assert not {"A.4.4-1", "A.4.2-1"} & set(shown_by(owner.organisation))


def test_what_nobody_knows_yet_shows_nothing(owner: Member) -> None:
    one = system(owner)
    asked = Details({}, not_known=["tooling"], find_out=owner, find_out_by=day_in("UTC"))
    describe(one, "resources", asked, by=owner)
    assert "A.4.4-1" not in shown_by(owner.organisation)


def test_an_entry_is_current_for_six_months_after_it_was_added_or_confirmed(owner: Member) -> None:
    rate(a_round(owner.organisation), rating("4.1-3", "in_place"))
    with time_machine.travel(dt.datetime(2026, 1, 10, tzinfo=dt.UTC), tick=False):
        system(owner, unit="Support")
        unit = InventoryUnit.add(owner.organisation, owner=owner, by=owner, name="Support")
    assert until(owner) == dt.date(2026, 7, 10)
    with time_machine.travel(dt.datetime(2026, 5, 20, tzinfo=dt.UTC), tick=False):
        unit.confirm(next_confirmation_on=dt.date(2026, 6, 1), by=owner)
    # The entry for six months; the confirmation itself only until the next one.
    assert until(owner) == dt.date(2026, 11, 20)
    unit.retire(reason="Merged", by=owner)
    assert until(owner) == dt.date(2026, 7, 10)


def test_an_entry_is_unverified_until_its_unit_is_confirmed(owner: Member) -> None:
    rate(a_round(owner.organisation), rating("4.1-3", "in_place"))
    system(owner, unit="Support")
    unit = InventoryUnit.add(owner.organisation, owner=owner, by=owner, name="Support")
    before = picture_taken_up(owner.organisation)
    unit.confirm(next_confirmation_on=day_in("UTC") + DAYS(30), by=owner)
    after = picture_taken_up(owner.organisation)
    assert before is not None
    assert after is not None
    found = [one.by_ref["4.1"].points[2].found.backing for one in (before, after)]
    assert [(one.pieces, one.unverified) for one in found] == [(1, 1), (2, 0)]
    assert shown_by(owner.organisation)["A.4.2-2"] == ("UNI-1",)


def test_a_measure_shows_a_result_and_what_is_measured_once_it_has_a_limit(owner: Member) -> None:
    rate(a_round(owner.organisation), rating("9.1-3", "in_place"))
    one, day = system(owner), day_in("UTC")
    set_metric(one, metric="outcome_gap", most=Decimal(6), by=owner)
    assert "9.1-3" not in shown_by(owner.organisation)
    set_metric(one, metric="outcome_gap", value=Decimal(5), measured_on=day, by=owner)
    found = shown_by(owner.organisation)
    assert found["9.1-3"] == ("SYS-1",)
    assert not {"9.1-1", "A.6.2.6-5"} & set(found)
    set_metric(one, metric="outcome_gap", most=Decimal(6), value=Decimal(5), measured_on=day, by=owner)
    found = shown_by(owner.organisation)
    assert found["9.1-1"] == found["A.6.2.6-5"] == ("SYS-1",)
    picture = picture_taken_up(owner.organisation)
    assert picture is not None
    assert picture.by_ref["9.1"].points[2].found.currency.until == add_months(day, 3)


def test_a_retired_system_shows_nothing(owner: Member) -> None:
    one = system(owner)
    fill(one, "tooling")
    set_metric(one, metric="outcome_gap", value=Decimal(5), measured_on=day_in("UTC"), by=owner)
    one.retire(on=day_in("UTC"), reason="Replaced", done=POINTS, by=owner)
    assert shown_by(owner.organisation) == {}


def test_changes_no_verdict_and_shows_what_was_claimed(owner: Member) -> None:
    verdicts = {"4.1-1": "missing", "4.1-3": "in_place", "4.1-4": "partial"}
    rate(a_round(owner.organisation), *(rating(ref, verdict) for ref, verdict in verdicts.items()))
    assert grades(owner, "4.1")["4.1-3"] == ("in_place", "claimed")
    system(owner)
    found = grades(owner, "4.1")
    assert {ref: found[ref][0] for ref in verdicts} == verdicts
    assert found["4.1-3"] == ("in_place", "shown")


def test_keeps_the_same_sums_as_the_plain_computation_after_each_act(owner: Member, manager: Member) -> None:
    one = system(owner, unit="Support")
    unit = InventoryUnit.add(owner.organisation, owner=owner, by=owner, name="Support")
    day = day_in("UTC")
    facts = {"name": "Score", "purpose": "Scores", "unit": "Support"}
    for act in (
        lambda: one.edit(**facts, by=owner),
        lambda: fill(one, "data_sets"),
        lambda: fill(one, "computing"),
        lambda: unit.confirm(next_confirmation_on=day + DAYS(30), by=owner),
        lambda: unit.edit(name="Service", by=owner),
        lambda: set_metric(one, metric="outcome_gap", value=Decimal(5), measured_on=day, by=owner),
        lambda: set_metric(one, metric="outcome_gap", by=owner),
        lambda: classify_system(one, CREDIT, is_public=False, reason="", by=owner),
        lambda: give(one, manager, by=manager),
        lambda: unit.retire(reason="Merged", by=owner),
        lambda: unit.reinstate(reason="Apart again", by=owner),
        lambda: one.go_live(on=day, by=owner),
        lambda: one.retire(on=day, reason="Replaced", done=POINTS, by=owner),
        lambda: one.reinstate(reason="Needed", by=owner),
    ):
        act()
        assert_sums_kept(owner.organisation)
