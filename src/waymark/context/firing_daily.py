"""Triggers that nobody has to enter: an interval that passed, and law data that changed; each fires once."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.context.firing import fire
from waymark.context.inventory.reading import inventory
from waymark.context.law.reading import current_law
from waymark.context.models.system import AISystem
from waymark.context.models.trigger import SystemTrigger
from waymark.context.scope_daily import CALENDAR
from waymark.context.system_choices import Need
from waymark.core.clock import day_in
from waymark.core.jobs import job
from waymark.evidence.freshness import add_months
from waymark.people.models.organisation import Organisation
from waymark.trail.chain import lock_chain

INTERVAL, LAW_CHANGED = "interval", "law_changed"
MONTHS: Final = 12
"""After how many months a system is assessed again (path.md sections 4 and 5)."""


@job(every=dt.timedelta(days=1), at=dt.time(0, 20), label=gettext_lazy("Looking for assessments that are due again"))
def fire_due() -> None:
    """Queue one look at the systems of each organisation that has any."""
    systems = AISystem.objects.current().order_by().values("organisation")
    for pk in Organisation.objects.living().filter(pk__in=systems).order_by("pk").values_list("pk", flat=True):
        fire_due_in.enqueue(pk)


@job(label=gettext_lazy("Making assessments due again"))
def fire_due_in(organisation_id: int) -> None:
    """Fire what a day or another version of the law data makes due; again changes nothing."""
    organisation = Organisation.objects.living().filter(pk=organisation_id).first()
    if organisation is None:
        return
    with transaction.atomic():
        lock_chain(organisation.pk)
        today = day_in(organisation.time_zone)
        for system, since in list(_past_interval(organisation, today)):
            title = _("No assessment since %(day)s: the interval has passed") % {"day": since}
            fire(system, INTERVAL, title, by=CALENDAR)
        version = current_law().version
        for system in list(_outdated(organisation, version)):
            title = _("The law data changed after the classification")
            fire(system, LAW_CHANGED, title, source=_law_source(version), by=CALENDAR)


def _past_interval(organisation: Organisation, today: dt.date) -> Iterator[tuple[AISystem, dt.date]]:
    """Yield each system in use with its last assessment, where that is as long ago as the interval.

    An assessment is a settled trigger that made risk or impact assessment due; before the first, the day counts on
    which the system came into the inventory. An interval that fired is not fired again before another one has passed.
    """
    triggers = SystemTrigger.objects.of(organisation)
    # Of others, somebody only had to look: that is no assessment.
    kinds = [one.id for one in inventory().triggers if Need.DUE in {one.risk, one.impact}]
    done = triggers.filter(Q(risk=Need.DONE) | Q(impact=Need.DONE), kind__in=kinds)
    assessed = _newest(done, "settled_on")
    fired = _newest(triggers.filter(kind=INTERVAL), "fired_on")
    for system in AISystem.objects.of(organisation).live().select_related("owner").order_by("number"):
        system.organisation = organisation
        added = day_in(organisation.time_zone, system.created_at)
        since = max(added, assessed.get(system.pk, added))
        if add_months(max(since, fired.get(system.pk, since)), MONTHS) <= today:
            yield system, since


def _newest(rows: Any, day: str) -> dict[int, dt.date]:
    """Return the newest day of some triggers, by key of the system."""
    return dict(rows.order_by().values_list("system").annotate(Max(day)))


def _outdated(organisation: Organisation, version: str) -> Iterator[AISystem]:
    """Yield each system that was classified by another version of the law data, once for this one."""
    fired = SystemTrigger.objects.of(organisation).filter(kind=LAW_CHANGED, source=_law_source(version))
    rows = AISystem.objects.of(organisation).class_outdated().exclude(pk__in=fired.order_by().values("system"))
    for system in rows.select_related("owner").order_by("number"):
        system.organisation = organisation
        yield system


def _law_source(version: str) -> str:
    """Return how a trigger names a version of the law data, in every language alike: by this it is found again."""
    return f"EU AI Act {version}"
