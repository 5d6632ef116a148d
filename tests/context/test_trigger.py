"""The one trigger door: each firing is kept with its source, and nothing is due twice."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from tests.evidence.api_calls import Program
from tests.examples_systems import CREDIT, POINTS
from tests.factories import client_of
from tests.site.console import run
from waymark.context.changing import add_system, classify_again, describe_system, edit_system, retire_system
from waymark.context.describing import Details
from waymark.context.firing import fire, fire_change
from waymark.context.models.system import AISystem
from waymark.context.models.trigger import SystemTrigger
from waymark.context.system_choices import Need, TriggerState
from waymark.context.system_life import ChecklistOpen, DayAhead, SystemRetired
from waymark.context.trigger_life import TriggerSettled
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.work.models.notice import Notice
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(administrator: Member, owner: Member) -> AISystem:
    return AISystem.add(
        administrator.organisation, owner=owner, by=administrator, name="Credit score", purpose="Scores applications"
    )


def kept(system: AISystem) -> AISystem:
    return AISystem.objects.select_related("organisation", "owner", "supplier").get(pk=system.pk)


def fired(system: AISystem) -> list[str]:
    return list(SystemTrigger.objects.about(system).order_by("number").values_list("kind", flat=True))


def test_makes_due_what_its_kind_says_and_waits_for_the_owner(
    system: AISystem, owner: Member, administrator: Member
) -> None:
    made = fire(system, "incident", "Wrong refusals", source="Support", by=administrator)
    assert (made.risk, made.impact, made.classification) == (Need.DUE, Need.LOOK, Need.NO)
    assert (made.owner, made.source, made.fired_on) == (owner, "Support", day_in("UTC"))
    assert owed_by(owner, day_in("UTC")).total == 1
    assert [one.what for one in Notice.objects.to(owner)] == ["Ada Administrator assigned TRG-1 to you: Wrong refusals"]
    made.settle(outcome="Risk assessed again: unchanged.", by=owner)
    assert (made.risk, made.state) == (Need.DONE, TriggerState.SETTLED)
    assert owed_by(owner, day_in("UTC")).total == 0
    with pytest.raises(TriggerSettled):
        made.settle(outcome="Again", by=owner)


def test_says_covered_by_and_never_makes_the_same_due_twice(system: AISystem, owner: Member) -> None:
    first = fire(system, "new_model", "Version 6", by=owner)
    second = fire(system, "threshold_breached", "Gap of 9.8 points", by=owner)
    assert (second.risk, second.impact, second.covered_by, second.is_open) == (
        Need.COVERED,
        Need.COVERED,
        first,
        False,
    )
    third = fire(system, "law_changed", "New annex", by=owner)
    assert (third.risk, third.classification, third.is_open) == (Need.COVERED, Need.DUE, True)
    assert owed_by(owner, day_in("UTC")).total == 2
    first.settle(outcome="Assessed", by=owner)
    assert fire(kept(system), "threshold_breached", "Again", by=owner).risk == Need.DUE


def test_covers_nothing_that_is_due_by_what_is_only_looked_at(system: AISystem, owner: Member) -> None:
    fire(system, "concern", "Somebody wonders", by=owner)
    assert fire(system, "incident", "Wrong refusals", by=owner).risk == Need.DUE


def test_keeps_a_change_that_fires_nothing(system: AISystem, owner: Member) -> None:
    made = fire_change(system, "interface", "Another colour", by=owner)
    assert (made.kind, made.change, made.is_open, made.due_aspects) == ("", "interface", False, [])
    page = client_of(owner).get(reverse("trigger", args=[system.organisation.slug, 1])).content.decode()
    assert "Nothing is due; the change is kept." in page


def test_fires_for_a_new_system_and_for_another_class(administrator: Member, owner: Member) -> None:
    made = add_system(administrator.organisation, owner=owner, by=administrator, name="x", purpose="y")
    assert fired(made) == ["new_system"]
    plain = {**CREDIT, "q-annex-iii": ["none"]}
    classify_again(made, answers=plain, is_public=False, reason="", by=owner)
    assert fired(made) == ["new_system"]
    classify_again(made, answers=CREDIT, is_public=False, reason="", by=owner)
    assert fired(made) == ["new_system", "class_changed"]


def test_fires_by_what_was_edited_only_where_the_system_has_changed(system: AISystem, owner: Member) -> None:
    facts: dict[str, Any] = {"name": system.name, "by": owner}
    edit_system(system, purpose="Scores consumer applications", **facts)
    assert fired(system) == []
    edit_system(kept(system), purpose="Scores all applications", decision_effect="routing", is_change=True, **facts)
    assert fired(system) == ["new_purpose"]
    describe_system(kept(system), "model", details=Details({"model_version": "v5"}), is_change=True, by=owner)
    assert fired(system) == ["new_purpose"], "a first answer completes the entry"
    describe_system(kept(system), "model", details=Details({"model_version": "v6"}), is_change=True, by=owner)
    assert fired(system) == ["new_purpose", "new_model"]


def test_happened_today_or_before(system: AISystem, owner: Member) -> None:
    with pytest.raises(DayAhead):
        fire(system, "incident", "x", happened_on=day_in("UTC") + dt.timedelta(days=1), by=owner)
    assert not SystemTrigger.objects.exists()


def test_retires_only_with_the_whole_checklist(system: AISystem, owner: Member) -> None:
    today = day_in("UTC")
    for done, other in ((POINTS[1:], []), (POINTS, POINTS[:1]), ([], [])):
        with pytest.raises(ChecklistOpen):
            retire_system(kept(system), on=today, reason="Replaced", done=done, not_applicable=other, by=owner)
    retire_system(kept(system), on=today, reason="Replaced", done=POINTS[:3], not_applicable=POINTS[3:], by=owner)
    assert fired(system) == ["retirement"]
    marked = [is_done for _text, is_done in kept(system).checklist_in_words]
    assert marked == [True] * 3 + [False] * (len(POINTS) - 3)
    page = client_of(owner).get(reverse("system", args=[system.organisation.slug, 1])).content.decode()
    assert "Checklist of retiring" in page
    with pytest.raises(SystemRetired):
        fire(kept(system), "incident", "x", by=owner)


def test_is_entered_on_the_page_by_a_program_and_at_the_console(
    system: AISystem, owner: Member, manager: Member, organisation: Organisation
) -> None:
    typed = {"change": "model_version", "title": "Version 6", "happened_on": "2026-04-07", "version": system.version}
    answer = client_of(owner).post(reverse("system_change", args=[organisation.slug, 1]), typed)
    assert answer.status_code == 303
    made = Program(manager).post("/triggers", {"system": system.number, "kind": "law_changed", "title": "New annex"})
    assert made.status_code == 201, made.content
    words = ("--org", organisation.slug, "--title", "Another colour", "--change", "interface")
    assert run("system", "change", "SYS-1", *words).exit_code == 0
    assert fired(system) == ["new_model", "law_changed", ""]
    page = client_of(owner).get(reverse("system", args=[organisation.slug, 1])).content.decode()
    assert "Version 6" in page
    assert "TRG-2" in page
