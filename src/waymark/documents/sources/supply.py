"""Sources about suppliers, what they announce, what fires assessments, and planned changes of the AIMS."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.supplier import Supplier
from waymark.context.models.supplier_notice import SupplierNotice
from waymark.context.models.system import AISystem
from waymark.context.models.trigger import SystemTrigger
from waymark.documents.filled import FilledRow
from waymark.documents.sources.asking import Asking, Draw, Drawn, Sources, chosen, drawn, on, owner_of, row_of, value_of


def _supplied(asking: Asking) -> dict[int, list[AISystem]]:
    """Return the AI systems planned or in use, by the key of their supplier; one query."""
    found: dict[int, list[AISystem]] = defaultdict(list)
    for one in AISystem.objects.of(asking.organisation).current().order_by("number"):
        if one.supplier_id is not None:
            found[one.supplier_id].append(one)
    return found


def _in_use(asking: Asking) -> Any:
    return Supplier.objects.of(asking.organisation).active().order_by("number")


def _names(systems: list[AISystem]) -> str:
    return ", ".join(one.name for one in systems)


def _suppliers(asking: Asking) -> Drawn:
    supplied = _supplied(asking)
    return drawn(
        row_of(
            one,
            one.name,
            **{"class": ""},
            reference=one.reference,
            name=one.name,
            supplies=one.supplies,
            systems=_names(supplied[one.pk]),
            last_review=on(one.reviewed_on),
            result=chosen(one, "review_result", open_as="none"),
            next_review=on(one.next_review_on),
            contract_end=on(one.contract_ends_on),
        )
        for one in _in_use(asking)
    )


def _split(asking: Asking) -> Drawn:
    supplied = _supplied(asking)
    return drawn(
        FilledRow(
            f"{one.reference}/{system.reference}",
            f"{system.name}, {one.name}",
            one.version,
            {"system": system.name, "supplier": one.name, "task": one.responsibilities, "answers": ""},
        )
        for one in _in_use(asking)
        if one.responsibilities
        for system in supplied[one.pk]
    )


def _notices_due(asking: Asking) -> Drawn:
    return drawn(
        row_of(one, one.name, supplier=one.name, what=one.must_notify, days_before="", contract="")
        for one in _in_use(asking)
        if one.must_notify
    )


def _notices(asking: Asking) -> Drawn:
    supplied = _supplied(asking)
    rows = SupplierNotice.objects.of(asking.organisation).select_related("supplier")
    return drawn(
        row_of(
            one,
            one.title,
            received=on(one.arrived_on),
            supplier=one.supplier.name,
            what=one.title,
            systems=_names(supplied[one.supplier_id]),
            decided=" ".join(filter(None, [on(one.decided_on), one.decision])),
            told_users=" ".join(filter(None, [on(one.informed_on), one.informed])),
        )
        for one in rows.order_by("arrived_on", "number")
    )


def _triggers(asking: Asking) -> Drawn:
    rows = SystemTrigger.objects.of(asking.organisation).select_related("system").order_by("number")
    return drawn(
        row_of(
            one,
            one.title,
            on=on(one.happened_on),
            system=one.system.name,
            kind=one.kind_in_words,
            source=one.source,
            made_due=", ".join(f"{name}: {need}" for name, need, _waits in one.needs_in_words),
        )
        for one in rows
    )


def _changes(asking: Asking) -> Drawn:
    return drawn(
        row_of(
            one,
            one.title,
            reference=one.reference,
            what=one.title,
            state=str(one.get_state_display()),
            due=on(one.due_on),
            owner=owner_of(one),
        )
        for one in PlannedChange.objects.of(asking.organisation).open().select_related("owner").order_by("number")
    )


def _change(words: Callable[[PlannedChange], str]) -> Draw:
    """Return a source about the one planned change that a document is for."""

    def draw(asking: Asking) -> Drawn:
        change = asking.about
        return value_of(change, change.title, words(change)) if isinstance(change, PlannedChange) else Drawn()

    return draw


def _decision(change: PlannedChange) -> str:
    if change.approved_on is None:
        return ""
    name = change.approved_by.name if change.approved_by is not None else _("Console")
    return _("Approved by %(name)s on %(day)s.") % {"name": name, "day": on(change.approved_on)}


def _result(change: PlannedChange) -> str:
    if change.completed_on is None:
        return ""
    return " ".join(filter(None, [change.outcome, _("Completed on %(day)s.") % {"day": on(change.completed_on)}]))


SUPPLY: Final[Sources] = {
    "suppliers[]": _suppliers,
    "suppliers.split[]": _split,
    "suppliers.notices_due[]": _notices_due,
    "supplier_notices[]": _notices,
    "triggers[]": _triggers,
    "changes[]": _changes,
    "change.what": _change(lambda one: one.title),
    "change.reason": _change(lambda one: one.purpose),
    "change.consequences": _change(lambda one: one.consequences),
    "change.resources": _change(lambda one: one.resources),
    "change.responsible": _change(owner_of),
    "change.due": _change(lambda one: on(one.due_on)),
    "change.decision": _change(_decision),
    "change.result": _change(_result),
}
