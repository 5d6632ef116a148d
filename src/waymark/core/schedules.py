"""When a job that repeats runs: its moments by the calendar, and the one worker that queues it."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from waymark.core.clock import now
from waymark.core.jobs import Job, scheduled
from waymark.core.models import Schedule


def first(at: dt.time | None, moment: dt.datetime, zone: str) -> dt.datetime:
    """Return when a schedule that was never met before begins: at its time of day, else at once."""
    if at is None:
        return moment
    day = moment.astimezone(ZoneInfo(zone)).date()
    found = _on(day, at, zone)
    return found if found > moment else _on(day + dt.timedelta(days=1), at, zone)


def following(due: dt.datetime, every: dt.timedelta, at: dt.time | None, moment: dt.datetime, zone: str) -> dt.datetime:
    """Return the first moment of a schedule after `moment`; what was missed meanwhile is not made up for."""
    if at is None:
        passed = max(0, (moment - due) // every)
        return due + every * (passed + 1)
    # Days are counted in the calendar, so that a change to summer time moves nothing.
    day = due.astimezone(ZoneInfo(zone)).date()
    today = moment.astimezone(ZoneInfo(zone)).date()
    step = every.days
    day += dt.timedelta(days=step * max(1, (today - day).days // step))
    while (found := _on(day, at, zone)) <= moment:
        day += dt.timedelta(days=step)
    return found


def tick() -> int:
    """Queue every schedule that is due and return how many this worker queued; each period is queued once.

    The moment is moved by compare-and-swap in the transaction that queues the job, so of several workers one succeeds.
    """
    moment, zone = now(), settings.CONFIGURATION.time_zone
    known = {one.job: one.next_at for one in Schedule.objects.filter(job__in=[one.module_path for one in scheduled()])}
    queued = 0
    for one in scheduled():
        due = known.get(one.module_path)
        if due is None:
            _begin(one, moment, zone)
        elif due <= moment:
            queued += _queue(one, due, moment, zone)
    return queued


def _begin(one: Job[Any], moment: dt.datetime, zone: str) -> None:
    row = Schedule(job=one.module_path, next_at=first(one.at, moment, zone))
    Schedule.objects.bulk_create([row], ignore_conflicts=True)


def _queue(one: Job[Any], due: dt.datetime, moment: dt.datetime, zone: str) -> bool:
    assert one.every is not None  # noqa: S101 -- scheduled() leaves the others out
    later = following(due, one.every, one.at, moment, zone)
    with transaction.atomic():
        if not Schedule.objects.filter(job=one.module_path, next_at=due).update(next_at=later):
            return False
        one.enqueue()
    return True


def _on(day: dt.date, at: dt.time, zone: str) -> dt.datetime:
    return dt.datetime.combine(day, at, ZoneInfo(zone)).astimezone(dt.UTC)
