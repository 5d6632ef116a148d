"""New passwords without a mail server: an administrator hands over a link that lasts a day."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.people.models.access import AccessLink, Purpose
from waymark.people.models.handing_out import may_reset
from waymark.people.models.member import Member
from waymark.people.models.user import User

LASTS = dt.timedelta(hours=24)


class NotYoursToReset(RuleBroken):
    """The person also belongs to an organisation the issuer does not administer, or runs the installation."""

    code = "not-yours-to-reset"


def reset_link(member: Member, *, issuer: User) -> str:
    """Return the token of a link with which a member sets a new password; an earlier one stops working."""
    if member.user is None:
        raise NotYoursToReset(_("%(name)s does not sign in yet.") % {"name": member.name}, way_out=_("Invite them."))
    if not may_reset(issuer, member.user):
        raise NotYoursToReset(
            _("%(name)s also belongs to another organisation, or runs this installation.") % {"name": member.name},
            way_out=_("The people who run this installation can create the link."),
        )
    return AccessLink.issue(Purpose.PASSWORD, by=issuer, lasts=LASTS, user=member.user)


def choose(link: AccessLink, *, password: str) -> None:
    """Set the new password and spend the link; every session of the person ends."""
    if link.user is None:
        message = "a password link always names a user"
        raise ValueError(message)
    with transaction.atomic():
        link.use(by=link.user)
        link.user.choose_password(password, by=link.user)
