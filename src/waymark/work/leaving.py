"""Leaving: everything a member owns goes to somebody else, in the transaction that ends the membership."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.records.kinds import RecordLine
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.work.owned import OwnedKind, owned_records
from waymark.work.owners import assign_owner


class NobodyTakesOver(RuleBroken):
    """Each record of somebody who leaves needs a new owner."""

    code = "nobody-takes-over"


def depart(
    member: Member, new_owner: Callable[[OwnedKind, RecordLine], Member | None], *, by: Acts, reason: str
) -> int:
    """Hand over everything a member owns and end the membership, in one transaction; return how many records went.

    Raises NobodyTakesOver for a record without a new owner; then nothing at all has changed.
    """
    with transaction.atomic():
        lock_chain(member.organisation_id)
        count = 0
        for owned in owned_records(member):
            wanted: dict[int, Member | None] = {}
            for record in owned.records:
                owner = new_owner(owned.kind, record)
                if owner is None or owner.pk == member.pk:
                    raise NobodyTakesOver(
                        _("%(record)s has no new owner.") % {"record": record},
                        way_out=_("Choose a new owner for everything, for its kind, or for this record."),
                    )
                wanted[record.pk] = owner
            records = list(owned.kind.model.objects.of(member.organisation).filter(pk__in=wanted).order_by("pk"))
            note = _("%(name)s has left") % {"name": member.name}
            count += len(assign_owner(records, wanted, by=by, note=note))
        # They are useless from now on; revoked, they stay so if the member returns.
        for token in Token.objects.of_member(member).live():
            token.revoke(by=by)
        member.leave(by=by, reason=reason)
    return count
