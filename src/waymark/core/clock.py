"""Moments are UTC; days are calendar dates in somebody's time zone."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> dt.datetime:
    """Return this moment in UTC."""
    return timezone.now()


def day_in(zone: str, moment: dt.datetime | None = None) -> dt.date:
    """Return the calendar date of a moment (now by default) in an IANA time zone such as `Europe/Vilnius`."""
    return (moment or now()).astimezone(ZoneInfo(zone)).date()
