"""What the inventory shows behind 4.1, A.4 and 9.1: the systems, their resources and measures, and that it is complete.

A legal classification shows no point of the standard, which asks for none.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, Subquery

from waymark.context.models.inventory_unit import InventoryUnit
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_metric import SystemMetric
from waymark.context.system_choices import SystemState
from waymark.core.clock import day_in
from waymark.evidence.freshness import add_months
from waymark.evidence.from_records import RecordPiece, RecordsAsEvidence
from waymark.people.models.organisation import Organisation

MONTHS: Final = 6
"""Months for which an entry of the inventory is current (path.md section 17)."""
MONTHS_MEASURED: Final = 3
"""Months for which the result of a measure is."""
_PURPOSE, _ROLES, _KEPT_CURRENT = "4.1-3", "4.1-4", "A.4.2-2"
_ALL_RESOURCES: Final = frozenset({"A.4.2-1", "A.4.2-3"})
_DECIDED, _RESULT, _LIMITS = "9.1-1", "9.1-3", "A.6.2.6-5"
_RESOURCES: Final[Mapping[str, str]] = {
    "data_sets": "A.4.3-1",
    "tooling": "A.4.4-1",
    "computing": "A.4.5-1",
    "people_needed": "A.4.6-1",
}
"""The details of a system that are resources, with the point that each of them shows where it is answered."""
_PARTS: Final = "architecture"
"""With the parts of the system, the record of its resources is whole."""


def _systems(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return the systems planned or in use: each says what it is for, and most of them our roles."""
    rows = _entries(organisation).values_list(*_ENTRY, "roles")[:most]
    return [
        _entry(organisation, row, frozenset({_PURPOSE, _ROLES} if row[-1] else {_PURPOSE})) for row in reversed(rows)
    ]


def _resources(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return the systems of which some resource is written down."""
    fields = (*_RESOURCES, _PARTS)
    rows = _entries(organisation).annotate(**{name: Exists(_answered(name)) for name in fields})
    known = rows.filter(_any_of(_RESOURCES)).values_list(*_ENTRY, *fields)[:most]
    pieces = []
    for row in reversed(known):
        answered = dict(zip(fields, row[len(_ENTRY) :], strict=True))
        points = {point for name, point in _RESOURCES.items() if answered[name]}
        pieces.append(
            _entry(organisation, row, frozenset(points | (_ALL_RESOURCES if all(answered.values()) else set())))
        )
    return pieces


def _units(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return the units whose head has confirmed that each of their systems is in the inventory."""
    rows = InventoryUnit.objects.of(organisation).active().filter(confirmed_on__isnull=False).order_by("-number")
    columns = ("pk", "number", "name", "created_at", "confirmed_on", "next_confirmation_on")
    return [
        RecordPiece(
            subject=("context.inventoryunit", pk),
            reference=f"{InventoryUnit.prefix}-{number}",
            title=name,
            held_since=day_in(organisation.time_zone, created_at),
            newest_on=confirmed_on,
            good_until=next_on or add_months(confirmed_on, MONTHS),
            is_unverified=False,
            points=frozenset({_PURPOSE, _KEPT_CURRENT}),
        )
        for pk, number, name, created_at, confirmed_on, next_on in reversed(rows.values_list(*columns)[:most])
    ]


def _metrics(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return the measures of systems planned or in use that have a value; one with a limit shows what was decided."""
    rows = SystemMetric.objects.of(organisation).filter(value__isnull=False).select_related("system")
    current = rows.exclude(system__state=SystemState.RETIRED).order_by("-pk")[:most]
    return [
        RecordPiece(
            subject=("context.systemmetric", one.pk),
            reference=one.system.reference,
            title=f"{one.system.name}: {one}",
            held_since=day_in(organisation.time_zone, one.created_at),
            newest_on=one.measured_on,
            good_until=add_months(one.measured_on, MONTHS_MEASURED) if one.measured_on else None,
            is_unverified=True,
            points=frozenset({_RESULT} if one.has_no_limit else {_RESULT, _DECIDED, _LIMITS}),
        )
        for one in reversed(current)
    ]


_ENTRY: Final = ("pk", "number", "name", "created_at", "unit_confirmed_on")


def _entries(organisation: Organisation) -> Any:
    units = InventoryUnit.objects.of(organisation).active().filter(name=OuterRef("unit")).exclude(name="")
    confirmed = Subquery(units.values("confirmed_on")[:1])
    return AISystem.objects.of(organisation).current().annotate(unit_confirmed_on=confirmed).order_by("-number")


def _answered(name: str) -> Any:
    return SystemAnswer.objects.filter(system=OuterRef("pk"), field=name).exclude(text="")


def _any_of(names: Mapping[str, str]) -> Q:
    known = Q()
    for name in names:
        known |= Q(**{name: True})
    return known


def _entry(organisation: Organisation, row: Sequence[Any], points: frozenset[str]) -> RecordPiece:
    """Return a system as a piece: current for some months after it was added, or its unit was confirmed since."""
    pk, number, name, created_at, confirmed_on = row[: len(_ENTRY)]
    since: dt.date = day_in(organisation.time_zone, created_at)
    is_confirmed = confirmed_on is not None and confirmed_on >= since
    newest = confirmed_on if is_confirmed else since
    return RecordPiece(
        subject=("context.aisystem", pk),
        reference=f"{AISystem.prefix}-{number}",
        title=name,
        held_since=since,
        newest_on=newest,
        good_until=add_months(newest, MONTHS),
        is_unverified=not is_confirmed,
        points=points,
    )


SYSTEMS_SHOWN: Final = (
    RecordsAsEvidence("context.aisystem", frozenset({_PURPOSE, _ROLES}), _systems, (AISystem, InventoryUnit)),
    RecordsAsEvidence(
        "context.aisystem.resources",
        _ALL_RESOURCES | frozenset(_RESOURCES.values()),
        _resources,
        (AISystem, SystemAnswer, InventoryUnit),
    ),
    RecordsAsEvidence("context.inventoryunit", frozenset({_PURPOSE, _KEPT_CURRENT}), _units, (InventoryUnit,)),
    RecordsAsEvidence(
        "context.systemmetric", frozenset({_DECIDED, _RESULT, _LIMITS}), _metrics, (SystemMetric, AISystem)
    ),
)
