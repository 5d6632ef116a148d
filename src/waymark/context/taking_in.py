"""Taking a request in: a system comes of it, with what the person who takes it in made of the claims."""

from django.db import transaction

from waymark.context.describing import Details, describe
from waymark.context.models.system import AISystem
from waymark.context.models.system_request import SystemRequest
from waymark.context.request_life import LIFECYCLE
from waymark.people.models.member import Member
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain


def take_in(  # noqa: PLR0913 -- one argument for each fact
    request: SystemRequest,
    *,
    name: str,
    purpose: str,
    by: Acts,
    users: str = "",
    unit: str = "",
    owner: Member | None = None,
) -> AISystem:
    """Return the system that came of a request. Raises RequestClosed and what adding a system raises."""
    with transaction.atomic():
        lock_chain(request.organisation_id)
        LIFECYCLE.require(request, "take_in")
        system = AISystem.add(request.organisation, owner=owner, by=by, name=name, purpose=purpose, unit=unit)
        if users:
            describe(system, "setting", Details({"users": users}), by=by)
        request.close_with(system, by=by)
    return system
