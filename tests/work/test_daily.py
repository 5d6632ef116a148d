"""Reminders and the digest: told once, mailed once, to those who want it, with nothing but titles."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from tests import factories
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.tasks.work import TaskDraft, create
from waymark.trail.actors import CONSOLE
from waymark.work.daily import digest, digest_to, remind
from waymark.work.models.notice import Notice
from waymark.work.notify import notify, read

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], int]


@pytest.fixture
def _with_mail(settings: Any) -> None:
    settings.CONFIGURATION = dataclasses.replace(
        settings.CONFIGURATION, email={"EMAIL_HOST": "x"}, base_url="https://aims.example.org"
    )


def plan(owner: Member, days: int, title: str = "Write the scope") -> None:
    today = day_in(owner.organisation.time_zone)
    create(owner.organisation, TaskDraft(title=title, owner=owner, due_on=today + dt.timedelta(days=days)), by=owner)


def test_reminds_once_that_something_is_due_and_once_that_it_is_late(owner: Member, run_jobs: RunJobs) -> None:
    for days in (-1, 3, 30):
        plan(owner, days)
    for _day in range(2):
        remind.enqueue()
        run_jobs()
    assert sorted(Notice.objects.to(owner).values_list("what", flat=True)) == [
        "TASK-1 is overdue: Write the scope",
        "TASK-2 is due soon: Write the scope",
    ]


@pytest.mark.usefixtures("_with_mail")
def test_mails_one_digest_a_day_to_each_member_who_wants_it(owner: Member, manager: Member, run_jobs: RunJobs) -> None:
    for member in (owner, manager):
        plan(member, -1)
    manager.user.prefer(by=CONSOLE, digest=False)  # type: ignore[union-attr]  # the cast signs in
    factories.member(owner.organisation, Role.CONTRIBUTOR, signs_in=False)
    for _day in range(2):
        digest.enqueue()
        run_jobs()
    digest_to.func(owner.pk)
    assert [one.to for one in mail.outbox] == [[owner.user.email]]  # type: ignore[union-attr]  # as above
    sent = mail.outbox[0]
    assert sent.subject == "Acme: 1 item to do"
    assert "TASK-1 Write the scope" in sent.body
    assert "https://aims.example.org/o/acme/work" in sent.body


@pytest.mark.usefixtures("_with_mail")
def test_mails_nothing_where_nothing_waits(owner: Member, run_jobs: RunJobs) -> None:
    plan(owner, 30)
    Notice.objects.update(read_at=dt.datetime.now(dt.UTC))
    digest.enqueue()
    run_jobs()
    assert mail.outbox == []


def test_mails_nothing_without_a_mail_server(owner: Member, run_jobs: RunJobs) -> None:
    plan(owner, -1)
    digest.enqueue()
    assert run_jobs() == 1
    assert mail.outbox == []


@pytest.mark.usefixtures("_with_mail")
def test_tries_again_when_the_mail_server_does_not_answer(
    owner: Member, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(owner, -1)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", _refuse)
        digest_to.enqueue(owner.pk)
        run_jobs()
    assert mail.outbox == []
    DBTaskResult.objects.update(run_after=dt.datetime.now(dt.UTC))
    run_jobs()
    assert len(mail.outbox) == 1


def _refuse(*_given: object) -> int:
    raise OSError(111, "Connection refused")


@pytest.mark.usefixtures("_with_mail")
def test_puts_hostile_titles_into_the_body_alone(owner: Member, run_jobs: RunJobs) -> None:
    plan(owner, -1, title="=1+1 <b>x</b> Bcc: all@example.org")
    digest.enqueue()
    run_jobs()
    assert "Bcc" not in mail.outbox[0].message().as_string().split("\n\n")[0]


def test_keeps_an_inbox_of_one_member_apart_from_all_others(
    organisation: Organisation, owner: Member, outsider: Member
) -> None:
    notify(owner, "Something", about=("tasks.task", 1))
    notify(outsider, "Theirs")
    theirs = Notice.objects.get(member=outsider)
    assert read(owner, theirs.pk) == 0
    assert read(owner) == 1
    assert read(owner) == 0
    assert not Notice.objects.get(pk=theirs.pk).is_read


def test_tells_an_occasion_once_and_former_members_nothing(owner: Member, administrator: Member) -> None:
    for _time in range(2):
        notify(owner, "x" * 400, once="overdue:1")
    assert [len(one.what) for one in Notice.objects.to(owner)] == [300]
    owner.leave(by=administrator, reason="Moved on.")
    notify(owner, "Too late")
    assert Notice.objects.to(owner).count() == 1
