"""Background work: functions that run after a change, in a process of their own, with no broker.

A job is a row in the same database, written in the same transaction as the change it follows from. It runs at least
once: write it so that running it twice does no harm. It takes keys of records and nothing else, so that what it finds
is true when it runs, and nothing confidential lies in the queue.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec

from django.utils.functional import Promise
from django_tasks.base import Task, TaskResult

P = ParamSpec("P")
_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Job(Task[P, None]):
    """A function that workers run, and how they run it; see `job`."""

    retries: int = 3
    lease: dt.timedelta = dt.timedelta(minutes=10)
    pause: dt.timedelta = dt.timedelta(seconds=_SECONDS)
    label: str | Promise = ""
    every: dt.timedelta | None = None
    at: dt.time | None = None

    def enqueue(self, *args: P.args, **kwargs: P.kwargs) -> TaskResult[None]:
        """Queue the job; it runs once the transaction around this call is committed, and never if it is not."""
        if kwargs or not all(type(one) is int for one in args):
            message = f"{self.module_path} takes keys of records only"
            raise TypeError(message)
        return self.get_backend().enqueue(self, args, kwargs)

    def pause_after(self, attempts: int) -> dt.timedelta:
        """Return how long to wait before the next attempt: four times as long each time, at most an hour."""
        return min(self.pause * int(4 ** min(attempts - 1, 10)), dt.timedelta(hours=1))


_jobs: dict[str, Job[Any]] = {}


def job(
    *,
    label: str | Promise,
    retries: int = 3,
    lease: dt.timedelta = dt.timedelta(minutes=10),
    pause: dt.timedelta = dt.timedelta(seconds=_SECONDS),
    every: dt.timedelta | None = None,
    at: dt.time | None = None,
) -> Callable[[Callable[P, None]], Job[P]]:
    """Make a function a job: `read_text.enqueue(12)` instead of `read_text(12)`.

    After a failure it is tried again up to `retries` times, `pause` after the first. A run longer than the `lease` is
    taken for lost, and the job runs again. With `every` it repeats, on whole days `at` a time of the installation's
    time zone; a module with such a job is imported in `AppConfig.ready()`, since workers must know it.
    """
    if every is not None and every < dt.timedelta(seconds=1):
        message = "a schedule repeats once a second at most"
        raise ValueError(message)
    if at is not None and (every is None or every % dt.timedelta(days=1)):
        message = "a time of day needs a schedule of whole days"
        raise ValueError(message)

    def made(function: Callable[P, None]) -> Job[P]:
        known: Job[P] = Job(func=function, label=label, retries=retries, lease=lease, pause=pause, every=every, at=at)
        _jobs[known.module_path] = known
        return known

    return made


def scheduled() -> tuple[Job[Any], ...]:
    """Return the jobs that repeat."""
    return tuple(one for one in _jobs.values() if one.every is not None)
