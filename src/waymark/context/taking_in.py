"""Taking a request in: a system comes of it, with what the person who takes it in made of the claims."""

import datetime as dt
from typing import Any

from django.db import transaction

from waymark.context.changing import add_system
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
    live_on: dt.date | None = None,
    **facts: Any,
) -> AISystem:
    """Return the system that came of a request: in use since `live_on`, or else planned; `facts` are more of it.

    Raises RequestClosed, DayAhead and what adding a system raises.
    """
    with transaction.atomic():
        lock_chain(request.organisation_id)
        LIFECYCLE.require(request, "take_in")
        system = add_system(request.organisation, owner=owner, by=by, name=name, purpose=purpose, unit=unit, **facts)
        if live_on is not None:
            system.go_live(on=live_on, by=by)
        if users:
            describe(system, "setting", Details({"users": users}), by=by)
        request.close_with(system, by=by)
    return system
