"""Leaving: everything a member owns goes to somebody else, in the transaction that ends the membership."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.people.models import member as members
from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.people.records import RecordLine
from waymark.trail.actors import Acts
from waymark.trail.chain import take_turn


class OwnerHasLeft(RuleBroken):
    """Records are given to people who are still there."""

    code = "owner-has-left"


class NobodyTakesOver(RuleBroken):
    """Each record of somebody who leaves needs a new owner."""

    code = "nobody-takes-over"


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of record that members own.

    `records` returns what a member owns and would leave behind; `hand_over` gives records, by their keys, to their new
    owners, with one entry in the trail for each.
    """

    name: str
    label: str | Promise
    records: Callable[[Member], Sequence[RecordLine]]
    hand_over: Callable[[Member, Mapping[int, Member], Acts], None]


@dataclass(frozen=True, slots=True)
class Held:
    """What a member owns of one kind."""

    holding: Holding
    records: Sequence[RecordLine]


# A sanctioned way to speak upward: packages above register what members own there.
holdings: list[Holding] = []


def register(holding: Holding) -> None:
    """Let a departure hand over one kind of record; registering it again changes nothing."""
    if all(one.name != holding.name for one in holdings):
        holdings.append(holding)
        members.owned.append(lambda member: len(holding.records(member)))


def belongings(member: Member) -> list[Held]:
    """Return everything a member owns, kind by kind; kinds of which they own nothing are left out."""
    found = [Held(holding, holding.records(member)) for holding in holdings]
    return [one for one in found if one.records]


def depart(member: Member, new_owner: Callable[[Holding, RecordLine], Member | None], *, by: Acts, reason: str) -> int:
    """Hand over everything a member owns and end the membership, in one transaction; return how many records went.

    Raises NobodyTakesOver for a record without a new owner; then nothing at all has changed.
    """
    with transaction.atomic():
        take_turn(member.organisation_id)
        count = 0
        for held in belongings(member):
            wanted: dict[int, Member] = {}
            for record in held.records:
                owner = new_owner(held.holding, record)
                if owner is None or owner.pk == member.pk:
                    raise NobodyTakesOver(
                        _("Nobody takes over %(record)s.") % {"record": record},
                        way_out=_("Choose a new owner for everything, for its kind, or for this record."),
                    )
                wanted[record.pk] = owner
            keep_here(wanted.values())
            held.holding.hand_over(member, wanted, by)
            count += len(wanted)
        # They are useless from now on; revoked, they stay so if the member returns.
        for token in Token.objects.of_member(member).live():
            token.revoke(by=by)
        member.leave(by=by, reason=reason)
    return count


def keep_here(owners: Iterable[Member]) -> None:
    """Make sure that members who become owners are there and cannot leave meanwhile; call inside a transaction.

    Raises OwnerHasLeft if one of them has left.
    """
    named = {owner.pk: owner.organisation_id for owner in owners}
    for organisation_id in sorted(set(named.values())):
        take_turn(organisation_id)
    for kept in Member.objects.filter(pk__in=named).order_by("pk"):
        if kept.left_on is not None:
            raise OwnerHasLeft(
                _("%(name)s has left the organisation.") % {"name": kept.name}, way_out=_("Choose somebody else.")
            )
