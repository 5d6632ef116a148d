"""When evidence is fresh, and which stretches of time nothing covers. Pure rules on days (path.md section 17)."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.core.dates import day as day_in_words

SOON = 30
"""So many days before it turns stale, evidence is due soon."""
_ONE_DAY = dt.timedelta(days=1)


class Condition(models.TextChoices):
    """How a piece of evidence stands on one day, the best first."""

    FRESH = "fresh", gettext_lazy("Fresh")
    SOON = "soon", gettext_lazy("Due soon")
    STALE = "stale", gettext_lazy("Stale")
    EXPIRED = "expired", gettext_lazy("Expired")
    GAP = "gap", gettext_lazy("Gap in period")
    REJECTED = "rejected", gettext_lazy("Rejected")
    EMPTY = "empty", gettext_lazy("No versions")
    RETIRED = "retired", gettext_lazy("Retired")


class Check(models.TextChoices):
    """What somebody other than the collector said about the newest capture."""

    UNVERIFIED = "unverified", gettext_lazy("Unverified")
    VERIFIED = "verified", gettext_lazy("Verified")
    REJECTED = "rejected", gettext_lazy("Rejected")


LOWERING = frozenset({Condition.STALE, Condition.EXPIRED, Condition.GAP, Condition.REJECTED, Condition.EMPTY})
"""In these conditions evidence is not current: what no other piece backs shows as partial."""


@dataclass(frozen=True, slots=True)
class Age:
    """What decides the condition of a piece of evidence: its newest capture, and whether it is still used.

    `fresh_until` and `valid_until` are the last days it is good for: by its kind's interval, and as stated on it.
    `gap_since` is the first day between two captured periods that neither of them covers.
    """

    captured_on: dt.date | None
    fresh_until: dt.date | None
    valid_until: dt.date | None = None
    check: str = Check.UNVERIFIED
    gap_since: dt.date | None = None
    is_retired: bool = False

    def condition(self, day: dt.date) -> Condition:
        """Return the condition on a day."""
        conditions = (
            (Condition.RETIRED, self.is_retired),
            (Condition.EMPTY, self.captured_on is None or self.fresh_until is None),
            (Condition.REJECTED, self.check == Check.REJECTED),
            (Condition.EXPIRED, self.valid_until is not None and day > self.valid_until),
            (Condition.STALE, self.fresh_until is not None and day > self.fresh_until),
            (Condition.GAP, self.gap_since is not None),
            (Condition.SOON, (self.good_until - day).days <= SOON),
        )
        return next((condition for condition, holds in conditions if holds), Condition.FRESH)

    @property
    def may_be_current(self) -> bool:
        """Return whether it is current on any day: it holds something that nobody rejected, without a gap."""
        holds = self.captured_on is not None and self.fresh_until is not None
        return holds and self.check != Check.REJECTED and self.gap_since is None and not self.is_retired

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
        if condition == Condition.GAP and self.gap_since:
            return _("nothing covers the period from %(day)s") % {"day": day_in_words(self.gap_since)}
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


def first_gap(periods: Iterable[Period]) -> dt.date | None:
    """Return the first day between the periods that none of them covers; None where they leave no gap."""
    given = sorted(periods)
    gaps = uncovered(given, until=max((one.until for one in given), default=dt.date.min))
    return gaps[0].since if gaps else None


def _note(gaps: list[Period], since: dt.date, until: dt.date) -> None:
    if since <= until:
        gaps.append(Period(since, until))
