"""Invitations without a mail server: a link for one named member, handed over by whoever made it."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.people.models.access import AccessLink, Purpose
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.trail.actors import Acts

LASTS = dt.timedelta(days=14)


class CannotInvite(RuleBroken):
    """The member signs in already, has left, or has no address to sign in with."""

    code = "cannot-invite"


class OtherPerson(RuleBroken):
    """The invitation is for another address than the one signed in."""

    code = "other-person"


def add_member(  # noqa: PLR0913 -- one argument per thing that is known about a member
    organisation: Organisation,
    *,
    name: str,
    post: str,
    email: str,
    roles: Iterable[str],
    owner_roles: Iterable[str],
    by: Acts,
    invited: bool = False,
) -> tuple[Member, str]:
    """Add a member and, if asked, invite them at once; return the member and the token (empty if not invited)."""
    with transaction.atomic():
        member = Member.add(
            organisation, name=name, post=post, email=email, roles=roles, owner_roles=owner_roles, by=by
        )
        return member, invite(member, by=by) if invited else ""


def invite(member: Member, *, by: Acts) -> str:
    """Return the token of a new invitation, good for 14 days and one use; an earlier one stops working."""
    if member.has_sign_in or member.left_on:
        raise CannotInvite(_("%(name)s already signs in, or has left.") % {"name": member.name})
    if not member.email:
        raise CannotInvite(
            _("%(name)s has no email address, and needs one to sign in.") % {"name": member.name},
            way_out=_("Add the address, then invite."),
        )
    return AccessLink.issue(Purpose.INVITATION, by=by, lasts=LASTS, member=member)


def invite_all(members: Iterable[Member], *, by: Acts) -> list[tuple[Member, str]]:
    """Return each member with the token of a new invitation: all of them are invited, or none."""
    with transaction.atomic():
        return [(member, invite(member, by=by)) for member in members]


def withdraw(member: Member, *, by: Acts) -> None:
    """End the open invitations of a member."""
    with transaction.atomic():
        for link in member.links.unused().filter(purpose=Purpose.INVITATION):
            link.revoke(by=by)


def invited_account(link: AccessLink) -> User | None:
    """Return the account that has the invited address already, or None if a new one is to be made."""
    return User.objects.filter(email=_member(link).email).first()


def welcome(link: AccessLink, *, name: str, password: str) -> User:
    """Register the invited person with the address the invitation was made for, and let them in."""
    member = _member(link)
    with transaction.atomic():
        user = User.register(email=member.email, name=name, password=password)
        link.use(by=user)
        member.join(user, by=user)
    return user


def accept(link: AccessLink, user: User) -> None:
    """Let a person who has an account into one more organisation; raises OtherPerson for another address."""
    member = _member(link)
    if user.email != member.email:
        raise OtherPerson(
            _("This invitation is for %(invited)s, and you are signed in as %(you)s.")
            % {"invited": member.email, "you": user.email},
            way_out=_("Sign out, then open the invitation again."),
        )
    with transaction.atomic():
        link.use(by=user)
        member.join(user, by=user)


def _member(link: AccessLink) -> Member:
    if link.member is None:
        message = "an invitation always names a member"
        raise ValueError(message)
    return link.member
