"""The target date for the certificate beside the dates of the plan: facts, and no verdict. No data access."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Dated(Protocol):
    """What is planned, with its date where there is one."""

    @property
    def due_on(self) -> dt.date | None:
        """Return by when it is planned."""


@dataclass(frozen=True, slots=True)
class Target:
    """The day by which the certificate is wanted; `gaps` and `tasks` are how many are planned for a later day."""

    on: dt.date
    days_left: int
    gaps: int
    tasks: int
    last_on: dt.date | None

    @property
    def left(self) -> str:
        """Return how far away it is, in days."""
        if self.days_left < 0:
            return ngettext("%(n)d day ago", "%(n)d days ago", -self.days_left) % {"n": -self.days_left}
        if self.days_left == 0:
            return _("today")
        return ngettext("%(n)d day left", "%(n)d days left", self.days_left) % {"n": self.days_left}


def target_of(on: dt.date | None, today: dt.date, plan: Iterable[Dated], tasks: int) -> Target | None:
    """Return the target beside the plan, or None where none is set; `tasks` is how many open ones are due later."""
    if on is None:
        return None
    days = [one.due_on for one in plan if one.due_on is not None]
    return Target(on, (on - today).days, sum(day > on for day in days), tasks, max(days, default=None))
