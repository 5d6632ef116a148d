"""The first start: a link printed in the terminal makes the first person who runs the installation."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.people.models.access import AccessLink, LinkSpent, Purpose
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.trail.actors import CONSOLE

LASTS = dt.timedelta(days=1)


class AlreadyStarted(RuleBroken):
    """Somebody runs this installation already."""

    code = "already-started"


def is_run() -> bool:
    """Return whether somebody who can sign in runs the installation."""
    return User.objects.filter(runs_installation=True, is_active=True).exists()


def first_link(start: str) -> str | None:
    """Return the token of a new first-start link bound to one start, or None if somebody runs the installation.

    `start` is the identity of the running server (`settings.START_ID`); an earlier link stops working.
    """
    if is_run():
        return None
    return AccessLink.issue(Purpose.FIRST_START, by=CONSOLE, lasts=LASTS, start=start)


def open_link(token: str, start: str) -> AccessLink:
    """Return the live first-start link of this start; raises LinkSpent for any other."""
    if not start or is_run():
        raise LinkSpent(
            _("This link no longer works: the installation is in use, or was restarted."),
            way_out=_("Sign in, or use the link printed at the last start."),
        )
    return AccessLink.find(token, Purpose.FIRST_START, start=start)


def begin(link: AccessLink, *, name: str, email: str, password: str) -> User:
    """Register the first person who runs the installation and give them the demo organisations nobody administers.

    Of two people who begin at once, one is refused: with LinkSpent, or AlreadyStarted if they hold different links.
    """
    with transaction.atomic():
        link.use(by=CONSOLE)
        if is_run():
            raise AlreadyStarted(_("Someone else has just become the first administrator."), way_out=_("Sign in."))
        user = User.register(email=email, name=name, password=password, runs=True)
        for organisation in Organisation.objects.living().filter(sample=True).order_by("pk"):
            if not Member.objects.of(organisation).administrators():
                Member.add(
                    organisation,
                    name=user.name,
                    email=user.email,
                    user=user,
                    roles=[Role.ADMINISTRATOR, Role.AIMS_MANAGER],
                    by=user,
                )
    return user
