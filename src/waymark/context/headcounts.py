"""The headcount as of a day: of each site, role and employment the last count that is not later, and the totals."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from waymark.context.models.headcount import Employment, Headcount, headcount_roles
from waymark.context.models.site import Site
from waymark.people.models.organisation import Organisation


@dataclass(frozen=True, slots=True)
class HeadcountRow:
    """The people at one site with one role; a kind of employment that was never counted is None."""

    site: Site
    role: str
    employed: Headcount | None
    contracted: Headcount | None

    @property
    def counts(self) -> list[Headcount]:
        """Return the counts behind it."""
        return [one for one in (self.employed, self.contracted) if one is not None]

    @property
    def newest(self) -> Headcount:
        """Return the count that was made last."""
        return max(self.counts, key=lambda one: (one.counted_on, one.pk))

    @property
    def people(self) -> int:
        """Return how many people there are together."""
        return sum(one.people for one in self.counts)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many people there are over some rows."""

    employed: int
    contracted: int

    @property
    def people(self) -> int:
        """Return how many people there are together."""
        return self.employed + self.contracted


def headcount_on(organisation: Organisation, day: dt.date, *, site: Site | None = None) -> list[HeadcountRow]:
    """Return the headcount as of a day, by site and role; of one site, or of all that were in use then."""
    rows = Headcount.objects.of(organisation).until(day).select_related("site__organisation")
    rows = rows.at_site(site) if site is not None else rows.filter(site__in=Site.objects.in_use_on(day))
    found: dict[tuple[int, str], dict[str, Headcount]] = {}
    for one in rows:
        found.setdefault((one.site.number, one.role), {})[one.employment] = one
    places = {role: place for place, (role, _label) in enumerate(headcount_roles())}
    order = sorted(found, key=lambda key: (key[0], places.get(key[1], len(places))))
    return [_row(found[key]) for key in order]


def _row(cells: dict[str, Headcount]) -> HeadcountRow:
    some = next(iter(cells.values()))
    return HeadcountRow(some.site, some.role, cells.get(Employment.EMPLOYED), cells.get(Employment.CONTRACTED))


def totals_of(rows: Sequence[HeadcountRow]) -> Totals:
    """Return how many people there are over some rows."""
    return Totals(
        sum(one.employed.people for one in rows if one.employed is not None),
        sum(one.contracted.people for one in rows if one.contracted is not None),
    )
