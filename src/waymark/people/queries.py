"""What the screens of this package show, in few queries."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from waymark.people.models.access import AccessLink
from waymark.people.models.handing_out import may_invite
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member in the list; `invited_until` is set while an invitation is open.

    `is_shut_out` says that the person has a sign-in that was deactivated.
    """

    member: Member
    invited_until: dt.datetime | None
    is_shut_out: bool

    @property
    def is_invited(self) -> bool:
        """Return whether an invitation waits to be used."""
        return self.invited_until is not None

    @property
    def has_left(self) -> bool:
        """Return whether the member is a former one."""
        return self.member.left_on is not None


def member_lines(organisation: Organisation) -> list[MemberLine]:
    """Return every member of an organisation, former ones too, in alphabetical order; two queries, or three.

    Of an account only this one thing is asked: to read each of them whole costs more than to read the members.
    """
    everybody = Member.objects.of(organisation).by_name().annotate(account_is_active=F("user__is_active"))
    invited = open_invitations(organisation)
    shut_out = {one.pk for one in everybody if one.account_is_active is False}  # type: ignore[attr-defined]  # annotated
    return [MemberLine(one, invited.get(one.pk), one.pk in shut_out) for one in everybody]


def member_line(member: Member) -> MemberLine:
    """Return one member as the list shows them."""
    is_shut_out = member.user is not None and not member.user.is_active
    return MemberLine(member, open_invitations(member.organisation).get(member.pk), is_shut_out)


def open_invitations(organisation: Organisation) -> dict[int, dt.datetime]:
    """Return until when the open invitation of a member can be used, by the member's key."""
    found = list(AccessLink.objects.open_invitations(organisation).values_list("member_id", "expires_at", "issuer_id"))
    if not found:
        # Who may invite is worked out from all members, and most lists have no open invitation.
        return {}
    able = {None, *may_invite(organisation)}
    return {member: until for member, until, issuer in found if issuer in able}
