"""Measures of a system: no limit is a state and never a pass, and a value beyond a limit fires."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from waymark.context.measuring import LimitsCrossed, ValueWithoutDay, set_metric
from waymark.context.models.system import AISystem
from waymark.context.models.system_metric import MetricState, SystemMetric
from waymark.context.models.trigger import SystemTrigger
from waymark.context.system_life import DayAhead
from waymark.core.clock import day_in
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(administrator: Member, owner: Member) -> AISystem:
    return AISystem.add(administrator.organisation, owner=owner, by=administrator, name="Score", purpose="Scores")


def kept(system: AISystem) -> AISystem:
    return AISystem.objects.select_related("organisation", "owner").get(pk=system.pk)


def measured(system: AISystem, by: Member, value: str | None, **limits: Any) -> SystemMetric:
    known: dict[str, Any] = {name: Decimal(limit) for name, limit in limits.items()}
    if value is not None:
        known |= {"value": Decimal(value), "measured_on": day_in("UTC")}
    return set_metric(kept(system), metric="outcome_gap", by=by, **known)


@pytest.mark.parametrize(
    ("value", "limits", "expected"),
    [
        (None, {}, MetricState.NO_LIMIT),
        ("0", {}, MetricState.NO_LIMIT),
        (None, {"most": "6"}, MetricState.NOT_MEASURED),
        ("6", {"most": "6"}, MetricState.WITHIN),
        ("6.0001", {"most": "6"}, MetricState.BEYOND),
        ("0.79", {"least": "0.80"}, MetricState.BEYOND),
        ("0.5", {"least": "0.4", "most": "0.6"}, MetricState.WITHIN),
    ],
)
def test_passes_only_within_a_limit(
    value: str | None, limits: dict[str, str], expected: MetricState, system: AISystem, owner: Member
) -> None:
    assert measured(system, owner, value, **limits).state == expected


def test_fires_once_for_each_value_beyond_its_limit(system: AISystem, owner: Member) -> None:
    measured(system, owner, "5.1", most="6")
    assert not SystemTrigger.objects.exists()
    measured(system, owner, "9.8", most="6")
    measured(system, owner, "9.8", most="6")
    (fired,) = SystemTrigger.objects.about(system)
    assert (fired.kind, fired.title) == ("threshold_breached", "Gap in outcome between groups: 9.8 percentage points")


def test_refuses_limits_that_cross_and_values_without_a_day(system: AISystem, owner: Member) -> None:
    with pytest.raises(LimitsCrossed):
        measured(system, owner, None, least="6", most="5")
    with pytest.raises(ValueWithoutDay):
        set_metric(kept(system), metric="recall", value=Decimal(1), by=owner)
    tomorrow = day_in("UTC") + dt.timedelta(days=1)
    with pytest.raises(DayAhead):
        set_metric(kept(system), metric="recall", value=Decimal(1), measured_on=tomorrow, by=owner)
    assert not SystemMetric.objects.exists()


def test_says_on_the_page_that_there_is_no_limit(system: AISystem, owner: Member) -> None:
    address = reverse("system_metrics", args=[system.organisation.slug, 1])
    answer = client_of(owner).post(address, {"metric": "recall", "version": 1})
    assert answer.status_code == 303
    page = client_of(owner).get(reverse("system", args=[system.organisation.slug, 1])).content.decode()
    assert "No limit set" in page


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "٣", "1,5", "x"])
def test_takes_numbers_only(value: str, system: AISystem, manager: Member) -> None:
    typed = {"metric": "recall", "value": value, "measured_on": "2026-01-01", "version": 1}
    program = Program(manager)
    assert "value" in error_of(program.post("/systems/1/metrics", typed), 422)["fields"]
    assert not SystemMetric.objects.exists()
    assert program.post("/systems/1/metrics", {**typed, "value": "0.85"}).status_code == 201
