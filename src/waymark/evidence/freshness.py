"""When evidence is fresh, and which stretches of time nothing covers. Pure rules on days (path.md section 17)."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

SOON = 30
"""So many days before it turns stale, evidence is due soon."""
_ONE_DAY = dt.timedelta(days=1)


class Condition(models.TextChoices):
    """How a piece of evidence stands on one day, the best first."""

    FRESH = "fresh", gettext_lazy("Fresh")
    SOON = "soon", gettext_lazy("Due soon")
    STALE = "stale", gettext_lazy("Stale")
    EXPIRED = "expired", gettext_lazy("Expired")
    REJECTED = "rejected", gettext_lazy("Rejected")
    EMPTY = "empty", gettext_lazy("No versions")
    RETIRED = "retired", gettext_lazy("Retired")


class Check(models.TextChoices):
    """What somebody other than the collector said about the newest capture."""

    UNVERIFIED = "unverified", gettext_lazy("Unverified")
    VERIFIED = "verified", gettext_lazy("Verified")
    REJECTED = "rejected", gettext_lazy("Rejected")


LOWERING = frozenset({Condition.STALE, Condition.EXPIRED, Condition.REJECTED, Condition.EMPTY})
"""In these conditions evidence no longer carries a claim: what was in place shows as partial."""


@dataclass(frozen=True, slots=True)
class Age:
    """What decides the condition of a piece of evidence: its newest capture, and whether it is still used.

    `fresh_until` and `valid_until` are the last days it is good for: by its kind's interval, and as stated on it.
    """

    captured_on: dt.date | None
    fresh_until: dt.date | None
    valid_until: dt.date | None = None
    check: str = Check.UNVERIFIED
    is_retired: bool = False

    def condition(self, day: dt.date) -> Condition:
        """Return the condition on a day."""
        if self.is_retired:
            return Condition.RETIRED
        if self.captured_on is None or self.fresh_until is None:
            return Condition.EMPTY
        if self.check == Check.REJECTED:
            return Condition.REJECTED
        if self.valid_until is not None and day > self.valid_until:
            return Condition.EXPIRED
        if day > self.fresh_until:
            return Condition.STALE
        return Condition.SOON if (self.good_until - day).days <= SOON else Condition.FRESH

    @property
    def good_until(self) -> dt.date:
        """Return the last day it is neither stale nor expired; the first day there is where nothing was captured."""
        days = [day for day in (self.fresh_until, self.valid_until) if day is not None]
        return min(days, default=dt.date.min)

    def because(self, day: dt.date) -> str:
        """Return the condition in a few words, such as `newest capture expired 12 days ago`; empty if fine."""
        condition = self.condition(day)
        if condition == Condition.EXPIRED and self.valid_until:
            return _ago(_("newest version expired %(span)s ago"), day - self.valid_until)
        if condition == Condition.STALE and self.fresh_until:
            return _ago(_("newest version stale for %(span)s"), day - self.fresh_until)
        return str(_SAID.get(condition, ""))


_SAID: dict[Condition, str | Promise] = {
    Condition.REJECTED: gettext_lazy("newest version rejected"),
    Condition.EMPTY: gettext_lazy("no versions yet"),
}


def _ago(sentence: str, span: dt.timedelta) -> str:
    return sentence % {"span": ngettext("%(n)d day", "%(n)d days", span.days) % {"n": span.days}}


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last day of a month that is too short; clamped to year 9999."""
    index = day.year * 12 + day.month - 1 + months
    if index // 12 > dt.MAXYEAR:
        return dt.date.max
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of days, both ends belonging to it."""

    since: dt.date
    until: dt.date

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.until - self.since).days + 1


def uncovered(periods: Iterable[Period], *, until: dt.date) -> tuple[Period, ...]:
    """Return the stretches between the first covered day and `until` that no period covers, in order."""
    gaps: list[Period] = []
    reached: dt.date | None = None
    for period in sorted(periods):
        if reached is not None and period.since > reached + _ONE_DAY:
            _note(gaps, reached + _ONE_DAY, min(period.since - _ONE_DAY, until))
        reached = period.until if reached is None else max(reached, period.until)
    if reached is not None and reached < until:
        _note(gaps, reached + _ONE_DAY, until)
    return tuple(gaps)


def _note(gaps: list[Period], since: dt.date, until: dt.date) -> None:
    if since <= until:
        gaps.append(Period(since, until))
