"""When a repeating task is due again: arithmetic of calendar dates (path.md section 12), no data access."""

import calendar
import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

LAST_DAY = dt.date(2199, 12, 31)
"""Dates in Waymark end here; a repeat that would go on after it ends."""
MOST_MONTHS = 120


class Repeat(models.TextChoices):
    """How a task comes back. `AFTER` counts months from the day it was finished, the others from its first date."""

    NONE = "none", _("Does not repeat")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every three months")
    HALF_YEARLY = "half_yearly", _("Every six months")
    YEARLY = "yearly", _("Every year")
    AFTER = "after", _("Some months after completion")


MONTHS = {Repeat.MONTHLY: 1, Repeat.QUARTERLY: 3, Repeat.HALF_YEARLY: 6, Repeat.YEARLY: 12}
_WEEK = dt.timedelta(days=7)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day so many months later; where the month is too short, its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_due(
    repeat: str, *, anchor_on: dt.date | None, due_on: dt.date | None, finished_on: dt.date, months: int | None = None
) -> dt.date | None:
    """Return when the task is due again: after its date and after the day it was done, or None if it ends.

    Dates by the calendar are counted from the first one (`anchor_on`), so that the 31st is the 31st again after a
    short month, and 29 February comes back in each leap year. Dates that passed meanwhile are not made up for.
    """
    if repeat == Repeat.NONE:
        return None
    if repeat == Repeat.AFTER:
        return _within(finished_on, months or 1)
    anchor = anchor_on or due_on or finished_on
    after = max(anchor, due_on or anchor, finished_on)
    if repeat == Repeat.WEEKLY:
        later = anchor + _WEEK * ((after - anchor) // _WEEK + 1) if after <= LAST_DAY - _WEEK else None
        return later if later is not None and later <= LAST_DAY else None
    step = MONTHS[Repeat(repeat)]
    # At least so many whole steps have passed; the day inside the month decides about one more.
    passed = ((after.year - anchor.year) * 12 + after.month - anchor.month) // step
    for turn in range(max(1, passed), passed + 3):
        later = _within(anchor, turn * step)
        if later is None or later > after:
            return later
    return None


def _within(day: dt.date, months: int) -> dt.date | None:
    if (LAST_DAY.year - day.year) * 12 + LAST_DAY.month - day.month < months:
        return None
    return add_months(day, months)
