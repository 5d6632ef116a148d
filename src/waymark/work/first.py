"""The first page of a new owner: at most three things that are theirs now, what each needs, and how much is left."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from waymark.core.clock import now
from waymark.people.events import PeopleEvent
from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.records.kinds import RecordLine, lines_for
from waymark.trail.models import Entry
from waymark.work.owed import WEEK
from waymark.work.owned import Need, OwnedKind, count_owned, owned_records

MOST: Final = 3
"""Things on the first page: what is done in five minutes, and not a list of everything."""
_NEW: Final = dt.timedelta(days=14)
_NOTHING: Final = Need(what="")


@dataclass(frozen=True, slots=True)
class OwnedThing:
    """One thing of an owner, what it needs, and the one address where that is done."""

    kind: OwnedKind
    record: RecordLine
    need: Need

    @property
    def url(self) -> str:
        """Return where to begin."""
        return self.need.url or self.record.url


@dataclass(frozen=True, slots=True)
class FirstOwned:
    """The first things of an owner, how many there are in all, and the earliest date of those that are due later."""

    things: list[OwnedThing]
    total: int
    due_later: int = 0
    next_due_on: dt.date | None = None

    @property
    def others(self) -> int:
        """Return how many things are not among the first."""
        return self.total - len(self.things)


def first_owned(member: Member, today: dt.date) -> FirstOwned:
    """Return what an owner begins with: what is late or due within a week, then what waits for them without a date.

    What is due later is counted and not shown, as is nothing that they may not read.
    """
    things = []
    for owned in owned_records(member):
        keys = [record.pk for record in owned.records]
        needs = owned.kind.needs(member, keys) if owned.kind.needs is not None else {}
        things += [OwnedThing(owned.kind, record, needs.get(record.pk, _NOTHING)) for record in owned.records]
    readable = lines_for(member, [(one.record.kind, one.record.pk) for one in things])
    things = [one for one in things if (one.record.kind, one.record.pk) in readable]
    later = [one.need.due_on for one in things if one.need.due_on is not None and one.need.due_on > today + WEEK]
    now_due = [one for one in things if one.need.due_on is None or one.need.due_on <= today + WEEK]
    # Sorting keeps the order of kinds and numbers where nothing else decides.
    now_due.sort(key=lambda one: (one.need.due_on or dt.date.max, not one.need.is_waiting))
    return FirstOwned(now_due[:MOST], len(things), len(later), min(later, default=None))


def first_landing(member: Member) -> str:
    """Return the address name of the first page for somebody new who owns something and has done nothing yet.

    Who manages the AIMS begins with the path. Two weeks after the first sign-in the page has had its time.
    """
    if member.can(Can.MANAGE_AIMS):
        return ""
    entries = Entry.objects.of(member.organisation)
    joined = entries.about(member).of_event(PeopleEvent.JOINED).newest_first().first()
    if joined is None or joined.at < now() - _NEW:
        return ""
    has_acted = entries.newer_than(joined.seq).by(("member", member.pk)).exists()
    return "" if has_acted or not count_owned(member) else "first_work"
