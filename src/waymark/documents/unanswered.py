"""What is late or unanswered although a document says that it is handled, by the id of the check."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Final

from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.supplier import Supplier
from waymark.context.models.trigger import SystemTrigger
from waymark.documents.models.campaign import Campaign
from waymark.documents.package_data import document_data
from waymark.documents.sources.asking import Asking

_DAY: Final = dt.timedelta(days=1)
Open = Callable[[Asking], Any]
"""Returns rows, in order, each with a reference and a name."""


def _triggers(asking: Asking) -> Any:
    return SystemTrigger.objects.of(asking.organisation).visible_to(asking.reader).open()


def _reviews(asking: Asking) -> Any:
    return Supplier.objects.of(asking.organisation).visible_to(asking.reader).review_due_by(asking.day - _DAY)


def _campaigns(asking: Asking) -> Any:
    rows = Campaign.objects.of(asking.organisation).visible_to(asking.reader).running()
    return rows.filter(due_on__lt=asking.day)


def _changes(asking: Asking) -> Any:
    return PlannedChange.objects.of(asking.organisation).visible_to(asking.reader).due_by(asking.day - _DAY)


_open: Final[dict[str, Open]] = {
    "triggers_open": _triggers,
    "reviews_late": _reviews,
    "changes_open": _changes,
    "campaigns_open": _campaigns,
}


def register_open(check: str, rows: Open) -> None:
    """Add what is open in a register of a package above. Raises ValueError for a check that the data does not name."""
    if check not in document_data().drift_checks:
        message = f"no drift check in documents.yaml is called {check}"
        raise ValueError(message)
    _open[check] = rows


def open_of(check: str, asking: Asking) -> Sequence[str]:
    """Return what is open, by reference and name; nothing where the register does not exist yet. One query."""
    rows = _open.get(check)
    return [f"{one.reference} {one}" for one in rows(asking).order_by("number")] if rows is not None else []
