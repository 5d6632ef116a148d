"""Making an organisation: the act other packages add their part to."""

from collections.abc import Callable

from django.db import transaction

from waymark.core.text import normal
from waymark.people.events import PeopleEvent
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, free_slug
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.trail.actors import Acts

Founder = Callable[[Organisation, Acts], None]

# A sanctioned way to speak upward: packages above register what a new organisation needs from them.
founders: list[Founder] = []


def found(  # noqa: PLR0913 -- one argument per thing that is known about an organisation
    name: str,
    *,
    by: Acts,
    about: str = "",
    time_zone: str = "UTC",
    slug: str = "",
    sample: bool = False,
    administrator: User | None = None,
) -> Organisation:
    """Make an organisation with everything it needs from the first day, in one transaction.

    The administrator, if given, becomes its first member with the roles administrator and AIMS manager.
    """
    with transaction.atomic():
        organisation = Organisation(
            name=normal(name),
            about=normal(about),
            time_zone=time_zone,
            slug=slug or free_slug(name),
            sample=sample,
        )
        organisation.commit(PeopleEvent.FOUNDED, by=by)
        if administrator is not None:
            Member.add(
                organisation,
                name=administrator.name,
                email=administrator.email,
                user=administrator,
                roles=[Role.ADMINISTRATOR, Role.AIMS_MANAGER],
                by=by,
            )
        for founder in founders:
            founder(organisation, by)
    return organisation
