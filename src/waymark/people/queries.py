"""What the screens of this package show, in few queries."""

import datetime as dt
from dataclasses import dataclass

from waymark.people.models.access import AccessLink
from waymark.people.models.handing_out import may_invite
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member in the list; `invited_until` is set while an invitation is open."""

    member: Member
    invited_until: dt.datetime | None

    @property
    def is_invited(self) -> bool:
        """Return whether an invitation waits to be used."""
        return self.invited_until is not None

    @property
    def has_left(self) -> bool:
        """Return whether the member is a former one."""
        return self.member.left_on is not None

    @property
    def is_shut_out(self) -> bool:
        """Return whether the person has a sign-in that was deactivated."""
        return self.member.user is not None and not self.member.user.is_active


def member_lines(organisation: Organisation) -> list[MemberLine]:
    """Return every member of an organisation, former ones too, in alphabetical order; two queries."""
    everybody = Member.objects.of(organisation).select_related("user").by_name()
    invited = open_invitations(organisation)
    return [MemberLine(member, invited.get(member.pk)) for member in everybody]


def member_line(member: Member) -> MemberLine:
    """Return one member as the list shows them."""
    return MemberLine(member, open_invitations(member.organisation).get(member.pk))


def open_invitations(organisation: Organisation) -> dict[int, dt.datetime]:
    """Return until when the open invitation of a member can be used, by the member's key."""
    links = AccessLink.objects.open_invitations(organisation).select_related("member__organisation")
    able = {None, *may_invite(organisation)}
    return {one.member_id: one.expires_at for one in links if one.member_id and one.is_open and one.issuer_id in able}
