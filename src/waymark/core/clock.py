"""Moments are UTC; days are calendar dates in somebody's time zone."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone

_scenario: ContextVar[dt.datetime | None] = ContextVar("waymark_scenario", default=None)


def now() -> dt.datetime:
    """Return this moment in UTC, or that of the scenario that is being told."""
    return _scenario.get() or timezone.now()


def day_in(zone: str, moment: dt.datetime | None = None) -> dt.date:
    """Return the calendar date of a moment (now by default) in an IANA time zone such as `Europe/Vilnius`."""
    return (moment or now()).astimezone(ZoneInfo(zone)).date()


@cache
def zones() -> frozenset[str]:
    """Return the names of all IANA time zones, read once: Python looks through a folder of six hundred files."""
    return frozenset(available_timezones())


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Let time stand at a moment of a scenario, for loading demo organisations and nothing else.

    The trail refuses to write such a moment into any chain that is not a demo's. A moment in the future is this one.
    """
    token = _scenario.set(min(moment.astimezone(dt.UTC), timezone.now()))
    try:
        yield
    finally:
        _scenario.reset(token)


def is_scenario() -> bool:
    """Return whether the moment is that of a scenario."""
    return _scenario.get() is not None
