"""Removing a demo organisation and everything in it, in one act."""

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.people.events import PeopleEvent
from waymark.people.models.access import AccessLink
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Acts
from waymark.trail.chain import INSTALLATION, note
from waymark.trail.removal import remove_sample


class NotADemo(RuleBroken):
    """Only a demo organisation can be removed; a real one is archived."""

    code = "not-a-demo"


def remove_demo(organisation: Organisation, *, by: Acts) -> int:
    """Remove a demo organisation; returns how many rows went. Raises NotADemo for a real one."""
    if not organisation.sample:
        raise NotADemo(
            _("%(name)s is not a demo organisation, so it cannot be deleted.") % {"name": organisation.name},
            way_out=_("Archive it instead."),
        )
    with transaction.atomic():
        links = AccessLink.objects.filter(member__organisation=organisation)
        count = remove_sample(organisation, kinds_in_organisations(), before=[links])
        note(organisation, PeopleEvent.DEMO_REMOVED, organisation_id=INSTALLATION, by=by, text=organisation.name)
    return count


def kinds_in_organisations() -> list[type[models.Model]]:
    """Return every model of ours with an organisation, those that point at others before those they point at."""
    waiting = [
        kind
        for kind in apps.get_models()
        if kind.__module__.startswith("waymark.") and kind is not Organisation and _holder(kind)
    ]
    ordered: list[type[models.Model]] = []
    while waiting:
        pointed = {
            field.related_model
            for kind in waiting
            for field in kind._meta.concrete_fields
            if field.related_model is not kind
        }
        free = [kind for kind in waiting if kind not in pointed]
        ordered += free
        waiting = [kind for kind in waiting if kind not in free]
    return ordered


def _holder(kind: type[models.Model]) -> bool:
    return any(
        field.name == "organisation" and field.related_model is Organisation for field in kind._meta.concrete_fields
    )
