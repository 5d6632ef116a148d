"""Making sure that somebody is still there, and stays so until a change is through."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.people.models.member import Member
from waymark.trail.chain import lock_chain


class OwnerHasLeft(RuleBroken):
    """Records are given to people who are still there."""

    code = "owner-has-left"


def require_active(owners: Iterable[Member]) -> None:
    """Make sure that members who become owners are there and cannot leave meanwhile; call inside a transaction.

    Raises OwnerHasLeft if one of them has left.
    """
    named = {owner.pk: owner.organisation_id for owner in owners}
    for organisation_id in sorted(set(named.values())):
        lock_chain(organisation_id)
    for kept in Member.objects.filter(pk__in=named).order_by("pk"):
        if kept.left_on is not None:
            raise OwnerHasLeft(
                _("%(name)s has left the organisation.") % {"name": kept.name}, way_out=_("Choose someone else.")
            )
