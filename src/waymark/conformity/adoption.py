"""Taking up a framework: a standing for each auditable requirement, so that each can have an owner."""

import datetime as dt
from collections.abc import Sequence

from waymark.catalogue.models.framework import Framework, Requirement
from waymark.conformity.events import ConformityEvent
from waymark.conformity.models.standing import Standing
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Acts
from waymark.trail.door import commit_all


def adopt(framework: Framework, organisation: Organisation, *, by: Acts) -> int:
    """Take up every auditable requirement not taken up yet; return how many were new."""
    there = set(Standing.objects.of(organisation).on(framework).values_list("requirement_id", flat=True))
    missing = Requirement.objects.of_framework(framework.pk).filter(auditable=True).exclude(pk__in=there)
    standings = [Standing(organisation=organisation, requirement=requirement) for requirement in missing]
    commit_all(standings, ConformityEvent.ADOPTED, by=by, note=framework.title)
    return len(standings)


def adopt_shipped(organisation: Organisation, by: Acts) -> None:
    """Take up the framework Waymark is about, as part of making an organisation."""
    framework = Framework.objects.filter(is_shipped=True).newest().in_order().first()
    if framework is not None:
        adopt(framework, organisation, by=by)


def set_due(standings: Sequence[Standing], day: dt.date | None, *, by: Acts) -> int:
    """Set one due date on many standings, all at once; return how many changed."""
    changed = [standing for standing in standings if standing.due_on != day]
    for standing in changed:
        standing.due_on = day
    commit_all(changed, ConformityEvent.DATED, by=by)
    return len(changed)
