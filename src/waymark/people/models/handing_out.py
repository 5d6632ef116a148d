"""Who may hand out links that let somebody in; asked when one is made, and once more when it is used."""

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Can


def may_invite(organisation: Organisation) -> frozenset[int]:
    """Return the keys of the accounts that may invite into an organisation; one query."""
    members = Member.objects.of(organisation).active().filter(user__is_active=True)
    return frozenset(one.user_id for one in members if one.user_id and one.can(Can.MANAGE_PEOPLE))


def may_reset(issuer: User, person: User) -> bool:
    """Return whether somebody may give a person a new password.

    Whoever sets a password can act as that person everywhere. So the issuer must already manage the people of every
    organisation the person is active in, archived ones too; otherwise only those who run the installation may.
    """
    if issuer.runs_installation:
        return True
    if person.runs_installation:
        return False
    theirs = Member.objects.active().filter(user=person).values_list("organisation_id", flat=True)
    mine = Member.objects.active().filter(user=issuer, organisation__in=theirs)
    return {member.organisation_id for member in mine if member.can(Can.MANAGE_PEOPLE)} == set(theirs)
