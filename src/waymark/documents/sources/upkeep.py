"""Sources about upkeep: the organisation itself, what comes when, and how long things are kept."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from waymark.context.models.factor import Factor
from waymark.context.models.obligation import Obligation
from waymark.context.models.party import Party
from waymark.context.models.supplier import Supplier
from waymark.documents.filled import VALUE, FilledRow
from waymark.documents.package_data import document_data
from waymark.documents.sources.asking import Asking, Drawn, Sources, drawn, on, owner_of
from waymark.tasks.models.task import Task
from waymark.tasks.repeats import Repeat

_REVIEWED: Final[tuple[Any, ...]] = (Factor, Party, Obligation, Supplier)
"""What is reviewed again and again; each is asked for in one query."""


def _name(asking: Asking) -> Drawn:
    organisation = asking.organisation
    return drawn([FilledRow(organisation.slug, organisation.name, cells={VALUE: organisation.name})])


def _today(asking: Asking) -> Drawn:
    return drawn([FilledRow(asking.day.isoformat(), on(asking.day), cells={VALUE: on(asking.day)})])


def _calendar(asking: Asking) -> Drawn:
    coming = [*_tasks(asking), *_reviews(asking)]
    return drawn(row for _day, row in sorted(coming, key=lambda one: (one[0], one[1].record)))


def _tasks(asking: Asking) -> Iterator[tuple[dt.date, FilledRow]]:
    rows = Task.objects.of(asking.organisation).visible_to(asking.reader).open().select_related("owner")
    for one in rows:
        if one.due_on is not None:
            repeat = "" if one.repeat == Repeat.NONE else str(one.get_repeat_display())
            yield one.due_on, _coming(one, one.title, one.due_on, repeat)


def _reviews(asking: Asking) -> Iterator[tuple[dt.date, FilledRow]]:
    for model in _REVIEWED:
        rows = model.objects.of(asking.organisation).visible_to(asking.reader).active().select_related("owner")
        for one in rows.exclude(next_review_on=None):
            yield one.next_review_on, _coming(one, f"{model._meta.verbose_name}: {one}", one.next_review_on, "")


def _coming(record: Any, what: str, due: dt.date, interval: str) -> FilledRow:
    name = what[:1].upper() + what[1:]
    cells = {"what": name, "owner": owner_of(record), "due": on(due), "interval": interval}
    return FilledRow(record.reference, name, record.version, cells)


def _retention(asking: Asking) -> Drawn:  # noqa: ARG001 -- as every source is asked
    data = document_data()
    return drawn(
        FilledRow(
            rule.id,
            rule.applies_to,
            data.edition,
            {
                "rule": rule.id.replace("_", " "),
                "applies_to": rule.applies_to,
                "months": str(rule.months),
                "starts": rule.starts,
            },
        )
        for rule in data.retention_rules.values()
    )


UPKEEP: Final[Sources] = {
    "organisation.name": _name,
    "today": _today,
    "calendar[]": _calendar,
    "retention_rules[]": _retention,
}
