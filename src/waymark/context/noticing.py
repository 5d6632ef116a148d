"""Logging a notice of a supplier, and firing what its kind means for the AI systems that the supplier serves."""

from typing import Any

from django.db import transaction

from waymark.context.firing import fire
from waymark.context.inventory.reading import inventory
from waymark.context.models.supplier import Supplier
from waymark.context.models.supplier_notice import SupplierNotice
from waymark.context.models.system import AISystem
from waymark.core.clock import day_in
from waymark.trail.actors import Acts

_NOTHING = "none"


def log_notice(supplier: Supplier, *, by: Acts, **known: Any) -> SupplierNotice:
    """Return a new notice; each current system of the supplier gets the trigger that the kind of notice fires.

    A change that is announced happens on the day it arrived, one that took effect before on that day.
    Raises what `SupplierNotice.log` raises.
    """
    with transaction.atomic():
        notice = SupplierNotice.log(supplier, by=by, **known)
        kind = next((one.fires for one in inventory().notices if one.id == notice.kind), _NOTHING)
        if kind != _NOTHING:
            today = day_in(supplier.organisation.time_zone)
            happened_on = min(notice.effective_on or notice.arrived_on, notice.arrived_on, today)
            systems = AISystem.objects.of(supplier.organisation).supplied_by(supplier).select_related("owner")
            for system in systems.order_by("number"):
                system.organisation = supplier.organisation
                fire(system, kind, notice.title, source=notice.reference, happened_on=happened_on, by=by)
    return notice
