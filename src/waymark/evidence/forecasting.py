"""What will no longer carry a claim on a day, of thousands of pieces of evidence, in few and light queries."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from waymark.evidence.freshness import Age, Period, uncovered
from waymark.evidence.models.capture import Capture
from waymark.evidence.models.evidence import AGE, Evidence, EvidenceQuerySet
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation


class Named(NamedTuple):
    """Who answers for a piece of evidence, as a list of thousands names them."""

    pk: int
    name: str


class Ageing(NamedTuple):
    """A piece of evidence with what decides its condition, and who answers for it."""

    number: int
    title: str
    owner: Named
    captured_on: dt.date | None
    fresh_until: dt.date | None
    valid_until: dt.date | None
    check: str
    gap_since: dt.date | None

    @property
    def reference(self) -> str:
        """Return the short human reference."""
        return f"EV-{self.number}"

    @property
    def age(self) -> Age:
        """Return what decides its condition."""
        return Age(self.captured_on, self.fresh_until, self.valid_until, self.check, self.gap_since)

    @property
    def good_until(self) -> dt.date | None:
        """Return the last day it is good for; None where nothing was captured."""
        return self.age.good_until if self.captured_on else None


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A piece of evidence whose captures leave stretches of time uncovered."""

    number: int
    title: str
    gaps: tuple[Period, ...]

    @property
    def reference(self) -> str:
        """Return the short human reference."""
        return f"EV-{self.number}"


@dataclass(frozen=True)
class Forecast:
    """What will no longer carry a claim on a day, and which stretches of time nothing covers.

    `ageing` is sorted by the names of the owners, and what ages first stands first; `good` counts the others.
    """

    day: dt.date
    ageing: tuple[Ageing, ...]
    uncovered: tuple[Uncovered, ...]
    good: int

    @property
    def by_owner(self) -> list[tuple[Named, list[Ageing]]]:
        """Return what each owner has to renew."""
        return [(owner, list(items)) for owner, items in groupby(self.ageing, key=lambda one: one.owner)]

    @property
    def months(self) -> list[tuple[dt.date, int]]:
        """Return the first day of each month in which something turns stale, with how many; the past in one."""
        days = (one.good_until for one in self.ageing)
        return sorted(Counter(day.replace(day=1) for day in days if day is not None).items())


def ageing_by(items: EvidenceQuerySet, day: dt.date) -> list[Ageing]:
    """Return those in use that will be stale, expired, rejected or still empty on a day, the first to age first.

    One query.
    """
    rows = items.in_use().going_stale_by(day).soonest_first()
    columns = ("number", "title", "owner_id", "owner__name", *AGE)
    owners: dict[int, Named] = {}
    return [
        Ageing(number, title, owners.setdefault(owner, Named(owner, name)), *age)
        for number, title, owner, name, *age in rows.values_list(*columns)
    ]


def forecast(organisation: Organisation, member: Member, day: dt.date) -> Forecast:
    """Return what a member may see of what will no longer carry a claim on a day; three queries."""
    visible = Evidence.objects.of(organisation).in_use().visible_to(member)
    ageing = sorted(ageing_by(visible, day), key=lambda one: (one.owner.name, one.owner.pk))
    return Forecast(day, tuple(ageing), _all_uncovered(visible, day), visible.count() - len(ageing))


def _all_uncovered(items: EvidenceQuerySet, day: dt.date) -> tuple[Uncovered, ...]:
    covering = Capture.objects.filter(evidence__in=items.values("pk")).with_period().order_by("evidence__number")
    periods: dict[tuple[int, str], list[Period]] = defaultdict(list)
    columns = ("evidence__number", "evidence__title", "covers_from", "covers_until")
    for number, title, since, until in covering.values_list(*columns):
        periods[number, title].append(Period(since, until))
    found = (Uncovered(number, title, uncovered(some, until=day)) for (number, title), some in periods.items())
    return tuple(one for one in found if one.gaps)
