"""Sources about the measures of AI systems: their limits, and the last value of each (9.1)."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from waymark.context.models.system_metric import SystemMetric
from waymark.documents.filled import FilledRow
from waymark.documents.sources.asking import Asking, Drawn, Sources, drawn, on
from waymark.documents.sources.systems import in_scope


def limit_of(one: SystemMetric) -> str:
    """Return the limits of a measure in words; that it has none is said, too."""
    least = _("at least %(limit)s %(unit)s") % {"limit": one.least_shown, "unit": one.unit} if one.least_shown else ""
    most = _("at most %(limit)s %(unit)s") % {"limit": one.most_shown, "unit": one.unit} if one.most_shown else ""
    return ", ".join(filter(None, [least, most])) or _("no limit set")


def _found(asking: Asking) -> Sequence[SystemMetric]:
    rows = SystemMetric.objects.filter(system__in=[one.pk for one in in_scope(asking)]).select_related("system")
    return list(rows.order_by("system__number", "pk"))


def _measures(asking: Asking) -> Drawn:
    return drawn(
        _row(
            one,
            measure=str(one),
            about=one.system.name,
            method="",
            data_source=one.source,
            interval="",
            analysed_by="",
            limit=limit_of(one),
            reaction="",
        )
        for one in _found(asking)
    )


def _readings(asking: Asking) -> Drawn:
    return drawn(
        _row(
            one,
            measure=f"{one.system.name}: {one}",
            value=f"{one.value_shown} {one.unit}".strip(),
            on=on(one.measured_on),
            within_limit=str(one.state_in_words),
        )
        for one in _found(asking)
        if one.value is not None
    )


def _row(one: SystemMetric, /, **cells: str) -> FilledRow:
    return FilledRow(f"{one.system.reference}/{one.metric}", f"{one.system.name}: {one}", one.version, cells)


MEASURES: Final[Sources] = {"measures[]": _measures, "readings[]": _readings}
