"""The queue of background work as people see it: what waits, what runs, what failed and why."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.core.jobs import Job, job
from waymark.core.models import Heartbeat, Schedule

ALIVE = dt.timedelta(seconds=60)
"""A worker that gave no sign for so long is not running."""
_KEPT = dt.timedelta(days=7)
_SHOWN = 200


class NoFailure(RuleBroken):
    """Only a job that failed can be tried again or dismissed."""

    code = "no-failed-job"


@dataclass(frozen=True, slots=True)
class JobLine:
    """One row of the queue. `reason` says why the last attempt failed, without anybody's data."""

    id: uuid.UUID
    label: str | Promise
    about: str
    attempts: int
    queued_at: dt.datetime
    at: dt.datetime | None
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits, runs and failed, at most 200 each, and whether anybody works on it."""

    waiting: list[JobLine]
    running: list[JobLine]
    failed: list[JobLine]
    last_sign: dt.datetime | None

    @property
    def is_attended(self) -> bool:
        """Return whether a worker gave a sign of life in the last minute."""
        return self.last_sign is not None and now() - self.last_sign < ALIVE


def backlog() -> Backlog:
    """Return the queue."""
    rows = DBTaskResult.objects.defer("return_value")
    waiting = rows.filter(status=TaskResultStatus.READY).order_by("run_after", "enqueued_at")
    running = rows.running().order_by("started_at")
    failed = rows.failed().order_by("-finished_at")
    shown = [[_line(row) for row in part[:_SHOWN]] for part in (waiting, running, failed)]
    return Backlog(waiting=shown[0], running=shown[1], failed=shown[2], last_sign=last_sign())


def last_sign() -> dt.datetime | None:
    """Return when a worker was last known to be alive."""
    found = Heartbeat.objects.order_by("-at").first()
    return found.at if found else None


def is_neglected() -> bool:
    """Return whether work is due, or a worker vanished without a word, and no worker gives a sign of life."""
    moment = now()
    if Heartbeat.objects.filter(at__gt=moment - ALIVE).exists():
        return False
    waits = DBTaskResult.objects.ready().filter(enqueued_at__lt=moment - ALIVE).exists()
    return waits or Heartbeat.objects.exists() or Schedule.objects.filter(next_at__lt=moment - ALIVE).exists()


def try_again(key: uuid.UUID) -> None:
    """Put a failed job back into the queue, with all its attempts before it."""
    fresh = {"status": TaskResultStatus.READY, "worker_ids": [], "run_after": get_date_max(), "finished_at": None}
    _change_failed(key, fresh)


def dismiss(key: uuid.UUID) -> None:
    """Take a failed job off the list; it is not tried again."""
    if not DBTaskResult.objects.failed().filter(pk=key).delete()[0]:
        raise _no_failure()


@job(every=dt.timedelta(days=1), label=_("Removing old background work and ended sessions"))
def tidy() -> None:
    """Forget jobs that went well a week ago, workers that are long gone, and sessions that have ended."""
    before = now() - _KEPT
    DBTaskResult.objects.successful().filter(finished_at__lt=before).delete()
    Heartbeat.objects.filter(at__lt=before).delete()
    # Strangers begin sessions too: each challenge of a passkey is kept in one.
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def job_at(path: str) -> Job[Any] | None:
    """Return the job a row names, or None if the product no longer has it."""
    try:
        found = import_string(path)
    except ImportError:
        return None
    return found if isinstance(found, Job) else None


def _change_failed(key: uuid.UUID, values: Mapping[str, Any]) -> None:
    if not DBTaskResult.objects.failed().filter(pk=key).update(**values):
        raise _no_failure()


def _no_failure() -> NoFailure:
    return NoFailure(
        _("There is no failed job with this id. It may have been retried or dismissed already."),
        way_out=_("Check the list of background work."),
    )


def _line(row: "DBTaskResult[Any, Any]") -> JobLine:
    known = job_at(row.task_path)
    reason, _blank, place = row.traceback.partition("\n")
    return JobLine(
        id=row.id,
        label=known.label if known else row.task_path.rpartition(".")[2],
        about=", ".join(str(one) for one in row.args_kwargs.get("args", ())),
        attempts=len(row.worker_ids),
        queued_at=row.enqueued_at,
        at=row.finished_at or row.started_at,
        reason=reason,
        place=place.strip(),
    )
