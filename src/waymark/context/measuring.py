"""Setting the limits of a measure and entering a value; a value beyond its limits fires a trigger, once a value."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.context.events import SystemEvent
from waymark.context.firing import fire
from waymark.context.models.system import AISystem
from waymark.context.models.system_metric import SystemMetric, stored
from waymark.context.system_life import DayAhead
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.text import normal
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain

_BREACH = "threshold_breached"


class LimitsCrossed(RuleBroken):
    """The lower limit of a measure is not above the upper one."""

    code = "limits-crossed"
    field = "most"


class ValueWithoutDay(RuleBroken):
    """A value was measured on a day."""

    code = "value-without-day"
    field = "measured_on"


def set_metric(  # noqa: PLR0913 -- one argument for each field
    system: AISystem,
    *,
    metric: str,
    least: Decimal | None = None,
    most: Decimal | None = None,
    value: Decimal | None = None,
    measured_on: dt.date | None = None,
    source: str = "",
    by: Acts,
) -> SystemMetric:
    """Keep the limits of a measure and its last value; return it.

    A new value beyond the limits fires a trigger. Raises SystemRetired, LimitsCrossed, ValueWithoutDay and DayAhead.
    """
    if least is not None and most is not None and most < least:
        raise LimitsCrossed(_("The upper limit is below the lower one."), way_out=_("Correct the limits."))
    if (value is None) is not (measured_on is None):
        raise ValueWithoutDay(_("A value and its day belong together."), way_out=_("Enter both, or neither."))
    if measured_on is not None and measured_on > day_in(system.organisation.time_zone):
        raise DayAhead(_("The day cannot be in the future."), way_out=_("Correct the day."))
    with transaction.atomic():
        lock_chain(system.organisation_id)
        found = SystemMetric.objects.about(system).filter(metric=metric).first() or SystemMetric(
            organisation=system.organisation, system=system, metric=metric
        )
        least, most, value = stored(least), stored(most), stored(value)
        is_new = (value, measured_on) != (found.value, found.measured_on)
        system.mark_measured(by=by)
        found.least, found.most, found.value = least, most, value
        found.measured_on, found.source = measured_on, normal(source)
        found.commit(SystemEvent.METRIC_SET, by=by)
        if is_new and found.is_beyond:
            title = f"{found}: {found.value_shown} {found.unit}"
            fire(system, _BREACH, title[:200], source=source, happened_on=measured_on, by=by)
    return found
