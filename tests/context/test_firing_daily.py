"""What fires by itself: an interval that passed, law data that changed, a notice of a supplier; each once."""

import datetime as dt
from typing import Any

import pytest

from tests.examples_systems import CREDIT
from waymark.context.classifying_systems import classify_system
from waymark.context.firing import fire
from waymark.context.firing_daily import fire_due
from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.context.models.trigger import SystemTrigger
from waymark.context.noticing import log_notice
from waymark.core.clock import day_in, now
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db
YEAR = dt.timedelta(days=366)


@pytest.fixture
def system(manager: Member) -> AISystem:
    found = AISystem.add(manager.organisation, owner=manager, name="Assistant", purpose="Drafts answers", by=manager)
    found.go_live(on=day_in(manager.organisation.time_zone), by=manager)
    return found


def fired(system: AISystem, kind: str) -> list[SystemTrigger]:
    return list(SystemTrigger.objects.about(system).filter(kind=kind).order_by("number"))


def look(run_jobs: Any) -> None:
    for _time in range(2):
        fire_due.enqueue()
        run_jobs()


def age(system: AISystem, days: dt.timedelta) -> None:
    AISystem.objects.filter(pk=system.pk).update(created_at=now() - days)


def test_fires_when_the_interval_has_passed_and_only_once(system: AISystem, run_jobs: Any) -> None:
    look(run_jobs)
    assert fired(system, "interval") == []
    age(system, YEAR)
    look(run_jobs)
    (one,) = fired(system, "interval")
    assert (one.is_open, one.owner_id, one.due_aspects) == (True, system.owner_id, one.due_aspects)
    assert one.risk == "due"


def test_counts_from_the_last_assessment(system: AISystem, manager: Member, run_jobs: Any) -> None:
    age(system, YEAR * 2)
    fire(system, "new_data", "Other data", by=manager).settle(outcome="Assessed again.", by=manager)
    look(run_jobs)
    assert fired(system, "interval") == []


def test_counts_a_look_as_no_assessment(system: AISystem, manager: Member, run_jobs: Any) -> None:
    age(system, YEAR * 2)
    fire(system, "concern", "Too fast", by=manager).settle(outcome="Looked at.", by=manager)
    look(run_jobs)
    assert len(fired(system, "interval")) == 1


def test_is_covered_by_what_is_due_already(system: AISystem, manager: Member, run_jobs: Any) -> None:
    age(system, YEAR)
    earlier = fire(system, "new_purpose", "Other purpose", by=manager)
    look(run_jobs)
    (one,) = fired(system, "interval")
    assert one.covered_by_id == earlier.pk
    assert one.risk == "covered"


def test_leaves_a_planned_system_alone(manager: Member, run_jobs: Any) -> None:
    planned = AISystem.add(manager.organisation, owner=None, name="Idea", purpose="Ranks", by=manager)
    age(planned, YEAR)
    look(run_jobs)
    assert fired(planned, "interval") == []


def test_fires_once_for_each_version_of_the_law_data(system: AISystem, manager: Member, run_jobs: Any) -> None:
    look(run_jobs)
    assert fired(system, "law_changed") == []
    classify_system(system, CREDIT, is_public=False, reason="", by=manager)
    look(run_jobs)
    assert fired(system, "law_changed") == []
    AISystem.objects.filter(pk=system.pk).update(law_version="2025-01")
    look(run_jobs)
    (one,) = fired(system, "law_changed")
    assert one.classification == "due"
    one.settle(outcome="Looked at.", by=manager)
    look(run_jobs)
    assert len(fired(system, "law_changed")) == 1


@pytest.mark.parametrize(
    ("kind", "trigger"),
    [("new_version", "new_model"), ("terms_changed", "supplier_notice"), ("incident_at_supplier", "incident")],
)
def test_fires_for_the_systems_of_a_supplier(kind: str, trigger: str, manager: Member) -> None:
    organisation = manager.organisation
    supplier = Supplier.add(organisation, owner=None, name="Model maker", supplies="A model", by=manager)
    known: dict[str, Any] = {"purpose": "Drafts", "owner": None, "by": manager}
    served = AISystem.add(organisation, name="Served", supplier=supplier, **known)
    other = AISystem.add(organisation, name="Other", **known)
    today = day_in(organisation.time_zone)
    notice = log_notice(supplier, owner=None, title="Version 7", kind=kind, arrived_on=today, by=manager)
    (one,) = fired(served, trigger)
    assert (one.source, one.title) == (notice.reference, "Version 7")
    log_notice(supplier, owner=None, title="News", kind="information_only", arrived_on=today, by=manager)
    assert SystemTrigger.objects.about(served).count() == 1
    assert not SystemTrigger.objects.about(other).exists()
