"""Each morning the versions of the scope whose day has come take effect."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.context.models.scope_version import ScopeVersion
from waymark.core.clock import day_in
from waymark.core.jobs import job
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Actor
from waymark.trail.chain import lock_chain

CALENDAR: Final = Actor("console", None, "Calendar")
"""Who acts where a day that people have set has come."""


@job(every=dt.timedelta(days=1), at=dt.time(0, 10), label=_("Putting approved scope statements into effect"))
def put_into_effect() -> None:
    """Queue what takes effect in each organisation that has an approved version waiting."""
    waiting = ScopeVersion.objects.filter(state="approved").order_by().values("organisation")
    for pk in Organisation.objects.living().filter(pk__in=waiting).order_by("pk").values_list("pk", flat=True):
        put_into_effect_in.enqueue(pk)


@job(label=_("Putting an approved scope statement into effect"))
def put_into_effect_in(organisation_id: int) -> None:
    """Put the versions of an organisation into effect whose day has come there; again changes nothing."""
    organisation = Organisation.objects.living().filter(pk=organisation_id).first()
    if organisation is None:
        return
    with transaction.atomic():
        lock_chain(organisation.pk)
        due = ScopeVersion.objects.of(organisation).taking_effect_by(day_in(organisation.time_zone))
        for pk in list(due.values_list("pk", flat=True)):
            due.get(pk=pk).take_effect(by=CALENDAR)
