"""Jobs: queued with the change they follow from, tried as often as they may be, and told of without anybody's data."""

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tests.core import numbered_jobs
from waymark.core.backlog import NoFailure, backlog, dismiss, is_neglected, tidy, try_again
from waymark.core.clock import now
from waymark.core.jobs import job
from waymark.core.models import Heartbeat, Schedule
from waymark.core.schedules import tick
from waymark.core.worker import Worker, reap

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_DATA", str(tmp_path))


def later(seconds: float) -> None:
    """Let all that waits for its next attempt be due."""
    DBTaskResult.objects.update(run_after=now() - dt.timedelta(seconds=seconds))


def exhaust(worker: Worker) -> None:
    while DBTaskResult.objects.exclude(status__in=["FAILED", "SUCCESSFUL"]).exists():
        later(1)
        assert worker.step()


def test_runs_what_was_queued_once(run_jobs: Callable[[], int]) -> None:
    numbered_jobs.notes.enqueue(12)
    assert numbered_jobs.runs() == []
    assert run_jobs() == 1
    assert numbered_jobs.runs() == ["notes 12"]
    assert run_jobs() == 0


def test_queues_nothing_when_the_change_is_undone() -> None:
    with transaction.atomic():
        numbered_jobs.notes.enqueue(12)
        transaction.set_rollback(True)
    assert not Worker().step()


@pytest.mark.parametrize("argument", ["text", {"a": 1}, True, 1.5, None])
def test_takes_keys_of_records_only(argument: object) -> None:
    with pytest.raises(TypeError, match="keys of records"):
        numbered_jobs.notes.enqueue(argument)  # type: ignore[arg-type]  # that is the point


def test_tries_exactly_as_often_as_it_may() -> None:
    numbered_jobs.fails.enqueue(1)
    exhaust(Worker())
    assert numbered_jobs.runs() == ["fails 1"] * 3
    assert [line.attempts for line in backlog().failed] == [3]


def test_waits_longer_after_each_attempt() -> None:
    pauses = [numbered_jobs.notes.pause_after(attempts).total_seconds() for attempts in (1, 2, 3, 4, 5, 500)]
    assert pauses == [30, 120, 480, 1920, 3600, 3600]


def test_tells_why_without_repeating_what_was_read() -> None:
    for one in (numbered_jobs.fails, numbered_jobs.refused, numbered_jobs.full):
        one.enqueue(1)
    exhaust(Worker())
    reasons = {str(line.label): line.reason for line in backlog().failed}
    assert reasons == {
        "Failing": "ValueError",
        "Refused": "This file is not a document. [not-a-document]",
        "Full disk": "OSError: No space left on device",
    }
    stored = str(list(DBTaskResult.objects.values()))
    assert numbered_jobs.HIDDEN not in stored
    assert "/secret/place" not in stored


def test_tries_again_on_request_with_all_attempts_before_it() -> None:
    numbered_jobs.fails.enqueue(1)
    exhaust(Worker())
    try_again(backlog().failed[0].id)
    assert backlog().waiting[0].attempts == 0
    exhaust(Worker())
    assert numbered_jobs.runs() == ["fails 1"] * 6


def test_dismisses_a_failure_for_good() -> None:
    numbered_jobs.refused.enqueue(1)
    exhaust(Worker())
    key = backlog().failed[0].id
    dismiss(key)
    assert backlog().failed == []
    for act in (dismiss, try_again):
        with pytest.raises(NoFailure):
            act(key)


def test_touches_nothing_that_did_not_fail() -> None:
    waiting = numbered_jobs.notes.enqueue(1)
    for act in (dismiss, try_again):
        with pytest.raises(NoFailure):
            act(uuid.UUID(waiting.id))
    assert len(backlog().waiting) == 1


def test_takes_over_what_a_dead_worker_left_once_its_lease_is_over() -> None:
    numbered_jobs.lasts.enqueue(1)
    DBTaskResult.objects.get().claim("dead")
    assert reap() == 0
    with time_machine.travel(now() + dt.timedelta(seconds=3), tick=False):
        assert reap() == 1
        assert reap() == 0
    assert [line.attempts for line in backlog().waiting] == [1]


def test_gives_up_a_job_that_ends_every_worker() -> None:
    numbered_jobs.lasts.enqueue(1)
    for _turn in range(2):
        DBTaskResult.objects.get().claim("dead")
        with time_machine.travel(now() + dt.timedelta(seconds=3), tick=False):
            assert reap() == 1
    assert [line.reason for line in backlog().failed] == ["The worker stopped while running it."]


def test_lets_a_run_that_lost_its_lease_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    numbered_jobs.notes.enqueue(1)
    worker = Worker()

    def lose(_known: object, _keys: object) -> None:
        DBTaskResult.objects.get().claim("another")

    monkeypatch.setattr(worker, "_do", lose)
    assert worker.step()
    row = DBTaskResult.objects.get()
    assert (row.status, row.worker_ids[-1]) == ("RUNNING", "another")


def test_fails_what_the_product_no_longer_knows() -> None:
    numbered_jobs.notes.enqueue(1)
    DBTaskResult.objects.update(task_path="waymark.core.gone.away")
    assert Worker().step()
    assert [line.reason for line in backlog().failed] == ["This version has no such job."]
    assert backlog().failed[0].label == "away"


def test_queues_a_schedule_once_for_each_period() -> None:
    name = numbered_jobs.every_second.module_path
    begun = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
    counts = []
    for second in (0, 0, 0.5, 1, 1.5, 1.9, 2, 60, 60):
        with time_machine.travel(begun + dt.timedelta(seconds=second), tick=False):
            tick()
            counts.append(DBTaskResult.objects.filter(task_path=name).count())
    assert counts == [0, 1, 1, 2, 2, 2, 3, 4, 4]
    assert Schedule.objects.get(job=name).next_at == begun + dt.timedelta(seconds=61)


def test_names_neglected_work() -> None:
    assert not is_neglected()
    numbered_jobs.notes.enqueue(1)
    assert not is_neglected()
    DBTaskResult.objects.update(enqueued_at=now() - dt.timedelta(minutes=2))
    assert is_neglected()
    Worker().keep_up()
    assert not is_neglected()
    assert backlog().is_attended
    Heartbeat.objects.update(at=now() - dt.timedelta(minutes=2))
    assert is_neglected()


def test_forgets_what_went_well_a_week_ago() -> None:
    for number in (1, 2):
        numbered_jobs.notes.enqueue(number)
    worker = Worker()
    while worker.step():
        pass
    first = DBTaskResult.objects.order_by("enqueued_at").first()
    assert first is not None
    DBTaskResult.objects.filter(pk=first.pk).update(finished_at=now() - dt.timedelta(days=8))
    tidy.func()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"every": dt.timedelta(0)}, {"at": dt.time(6)}, {"every": dt.timedelta(hours=30), "at": dt.time(6)}],
)
def test_refuses_a_schedule_that_means_nothing(wrong: dict[str, dt.timedelta]) -> None:
    with pytest.raises(ValueError, match="schedule"):
        job(label="x", **wrong)  # type: ignore[arg-type]  # as above


def test_forgets_sessions_that_have_ended() -> None:
    for key, days in (("ended", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now() + dt.timedelta(days=days))
    tidy.func()
    assert [one.session_key for one in Session.objects.all()] == ["open"]
