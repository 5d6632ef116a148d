"""The worker: takes jobs from the queue one by one, tries again what failed, and takes over what a dead worker left.

django-tasks-db gives the rows and the claim. Its own worker has no retries, leases or schedules, and offers them only
through signals; so the loop is ours.
"""

import datetime as dt
import logging
import secrets
import signal
import threading
import traceback
from types import FrameType
from typing import Any

from django.db import DatabaseError, OperationalError, close_old_connections, connections
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from django_tasks_db.utils import exclusive_transaction

from waymark.core.backlog import job_at
from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.core.jobs import Job
from waymark.core.models import Heartbeat
from waymark.core.schedules import tick

logger = logging.getLogger(__name__)
_GRACE = 5.0  # seconds a job in hand may take after SIGTERM; the supervisor waits for eight
Row = DBTaskResult[Any, Any]


class _Interrupted(BaseException):
    """Raised inside a job that does not end in time when the worker is stopped."""


class Worker:
    """One worker process. `step` does one job; `run` goes on until a signal."""

    def __init__(self, *, idle: float = 1.0, upkeep: float = 5.0) -> None:
        """Take a name nobody else has; look into the queue every `idle` seconds, at the calendar every `upkeep`."""
        self.name = secrets.token_hex(8)
        self._idle, self._upkeep = idle, upkeep
        self._stop = threading.Event()
        self._busy = False

    def run(self) -> None:
        """Work until SIGTERM or SIGINT. A job in hand may end; if it takes long, it goes back into the queue."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        signal.signal(signal.SIGALRM, self._interrupt)
        upkeep = threading.Thread(target=self._keep_up, daemon=True)
        upkeep.start()
        while not self._stop.is_set():
            close_old_connections()
            try:
                worked = self.step()
            except DatabaseError:
                logger.exception("worker=%s the queue cannot be reached", self.name)
                worked = False
            if not worked:
                close_old_connections()
                self._stop.wait(self._idle)
        upkeep.join(_GRACE)
        # Nothing is left to interrupt: the alarm would only kill the way out.
        signal.setitimer(signal.ITIMER_REAL, 0)
        # Who stops in good order is not missed by the doctor.
        Heartbeat.objects.filter(worker=self.name).delete()
        connections.close_all()

    def step(self) -> bool:
        """Do the next job that is due; return whether there was one."""
        row = self._claim()
        if row is None:
            return False
        known = job_at(row.task_path)
        if known is None:
            gone = _("This version has no such job.")
            _settle(row, status=TaskResultStatus.FAILED, finished_at=now(), traceback=gone)
            return True
        try:
            self._do(known, row.args_kwargs["args"])
        except _Interrupted:
            _give_back(row)
        except Exception as failure:  # noqa: BLE001 -- the worker's loop: a job may fail in any way, the worker may not
            _failed(row, known, failure)
        else:
            _settle(row, status=TaskResultStatus.SUCCESSFUL, finished_at=now(), traceback="", exception_class_path="")
        return True

    def keep_up(self) -> None:
        """Give a sign of life, queue what is due by the calendar, and free what dead workers hold."""
        Heartbeat.objects.bulk_create(
            [Heartbeat(worker=self.name, at=now())],
            update_conflicts=True,
            unique_fields=["worker"],
            update_fields=["at"],
        )
        tick()
        reap()

    def _do(self, known: Job[Any], keys: list[int]) -> None:
        # Only the job itself is ever interrupted, never the writing down of how it went.
        self._busy = True
        try:
            known.func(*keys)
        finally:
            self._busy = False

    def _claim(self) -> Row | None:
        ready = DBTaskResult.objects.ready()
        # Asked without a lock first: an idle worker must not stand in the way of those who write.
        if not ready.exists():
            return None
        try:
            with exclusive_transaction():
                row = ready.get_locked()
                if row is not None:
                    row.claim(self.name)
        except OperationalError:
            logger.warning("worker=%s the queue was locked; trying again", self.name)
            return None
        return row

    def _keep_up(self) -> None:
        while not self._stop.is_set():
            try:
                self.keep_up()
            except DatabaseError:
                logger.exception("worker=%s upkeep failed; trying again", self.name)
            finally:
                connections.close_all()
            self._stop.wait(self._upkeep)

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()
        signal.setitimer(signal.ITIMER_REAL, _GRACE)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._busy:
            raise _Interrupted


def reap() -> int:
    """Free the rows whose lease is over; a row that has no attempt left fails. Return how many."""
    freed = 0
    for row in DBTaskResult.objects.running():
        known = job_at(row.task_path)
        lease = known.lease if known else dt.timedelta()
        if row.started_at is not None and now() - row.started_at > lease:
            freed += _retire_or_retry(row, known, _("The worker stopped while running it."))
    return freed


def _failed(row: Row, known: Job[Any], failure: Exception) -> None:
    logger.error("job=%s id=%s attempt=%d", row.task_path, row.id, len(row.worker_ids), exc_info=failure)
    row.exception_class_path = f"{type(failure).__module__}.{type(failure).__qualname__}"
    _retire_or_retry(row, known, f"{_reason(failure)}\n{_place(failure)}")


def _retire_or_retry(row: Row, known: Job[Any] | None, reason: str) -> bool:
    attempts = len(row.worker_ids)
    outcome = {"traceback": reason, "exception_class_path": row.exception_class_path}
    if known is None or attempts > known.retries:
        return _settle(row, status=TaskResultStatus.FAILED, finished_at=now(), **outcome)
    later = now() + known.pause_after(attempts)
    return _settle(row, status=TaskResultStatus.READY, run_after=later, **outcome)


def _give_back(row: Row) -> None:
    """Leave a job for the next worker as if this one had never taken it."""
    _settle(row, status=TaskResultStatus.READY, run_after=get_date_max(), worker_ids=row.worker_ids[:-1])


def _settle(row: Row, **values: Any) -> bool:
    """Change a row only while this very run of it holds it; a lease that was lost meanwhile changes nothing."""
    own = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
    return bool(own.update(**values))


def _reason(failure: Exception) -> str:
    """Return why, in words that hold nobody's data: a message may quote what the job was reading."""
    name = type(failure).__name__
    if isinstance(failure, RuleBroken):
        return f"{failure.message} [{failure.code}]"
    if isinstance(failure, OSError) and failure.strerror:
        return f"{name}: {failure.strerror}"
    return name


def _place(failure: Exception) -> str:
    """Return where in our own code, as far down as it goes."""
    ours = [one for one in traceback.extract_tb(failure.__traceback__) if "/waymark/" in one.filename]
    if not ours:
        return ""
    last = ours[-1]
    return f"waymark/{last.filename.rpartition('/waymark/')[2]}, line {last.lineno}, {last.name}"
