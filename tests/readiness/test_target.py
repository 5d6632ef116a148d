"""The target date for the certificate: set by who manages the AIMS, shown beside the dates of the plan."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests.conformity.rating import a_round, rate, rating
from tests.factories import client_of
from tests.site.console import run
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.readiness.target import target_of
from waymark.tasks.work import TaskDraft, create, finish
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db
TARGET = dt.date(2027, 6, 1)


def at(name: str, organisation: Organisation) -> str:
    return reverse(name, args=[organisation.slug])


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("days", "words"),
    [(120, "120 days left"), (1, "1 day left"), (0, "today"), (-1, "1 day ago"), (-35, "35 days ago")],
)
def test_says_in_days_how_far_away_it_is(days: int, words: str) -> None:
    target = target_of(TARGET, TARGET - dt.timedelta(days=days), [], 0)
    assert target is not None
    assert target.left == words


def test_sets_the_date_and_takes_it_away(organisation: Organisation, manager: Member) -> None:
    browser, here = client_of(manager), at("certificate_target", organisation)
    assert "No target date is set." in text_of(browser.get(at("path", organisation)))
    sent = {"certificate_target_on": "2027-06-01", "version": organisation.version}
    assert browser.post(here, sent).status_code == 303
    kept = Organisation.objects.get(pk=organisation.pk)
    assert kept.certificate_target_on == TARGET
    page = text_of(browser.get(at("path", organisation)))
    assert "Target date 1 Jun 2027" in page
    assert "All planned dates are before it." in page
    assert browser.post(here, {"certificate_target_on": "", "version": kept.version}).status_code == 303
    assert Organisation.objects.get(pk=organisation.pk).certificate_target_on is None
    assert Entry.objects.about(organisation).filter(event="organisation.target-set").count() == 2


@time_machine.travel("2026-06-01 12:00:00+00:00", tick=False)
def test_counts_what_is_planned_for_a_later_day(organisation: Organisation, manager: Member) -> None:
    organisation.set_target(TARGET, by=manager)
    later = TARGET + dt.timedelta(days=1)
    rate(
        a_round(organisation),
        rating("4.1-1", Verdict.MISSING, target_on=later),
        rating("4.1-2", Verdict.MISSING, target_on=TARGET),
    )
    for day in (later, TARGET, None):
        create(organisation, TaskDraft(title="Work", due_on=day), by=CONSOLE)
    done = create(organisation, TaskDraft(title="Done", due_on=later), by=CONSOLE)
    finish(done, by=CONSOLE, finisher=None, note="x")
    page = text_of(client_of(manager).get(at("path", organisation)))
    assert "365 days left" in page
    assert ">one gap</a>, <a" in page
    assert ">one task</a>." in page
    assert "The last gap is due 2 Jun 2027." in page


def test_keeps_both_dates_when_two_set_one(organisation: Organisation, manager: Member, owner: Member) -> None:
    read = organisation.version
    organisation.set_target(TARGET, by=CONSOLE)
    sent = {"certificate_target_on": "2027-09-01", "version": read}
    answer = client_of(manager).post(at("certificate_target", organisation), sent)
    assert answer.status_code == 409
    assert "2027-09-01" in text_of(answer)
    assert "2027-06-01" in text_of(answer)
    assert Organisation.objects.get(pk=organisation.pk).certificate_target_on == TARGET


@pytest.mark.parametrize(
    "typed",
    ["tomorrow", "2027-02-30", "0001-01-01", "9999-12-31", "2027-06-01T00:00", "\u0662\u0660\u0662\u0667-06-01"],
)
def test_refuses_what_is_no_date(organisation: Organisation, manager: Member, typed: str) -> None:
    sent = {"certificate_target_on": typed, "version": organisation.version}
    answer = client_of(manager).post(at("certificate_target", organisation), sent)
    assert answer.status_code == 422
    assert "Not saved yet" in text_of(answer)
    assert Organisation.objects.get(pk=organisation.pk).certificate_target_on is None


def test_is_set_only_by_who_manages_the_aims(
    organisation: Organisation, owner: Member, reader: Member, outsider: Member
) -> None:
    organisation.set_target(TARGET, by=CONSOLE)
    sent = {"certificate_target_on": "2027-09-01", "version": organisation.version}
    for member, status in ((owner, 403), (reader, 403), (outsider, 404)):
        assert client_of(member).post(at("certificate_target", organisation), sent).status_code == status
    page = text_of(client_of(reader).get(at("path", organisation)))
    assert "Target date 1 Jun 2027" in page
    assert at("certificate_target", organisation) not in page


def test_is_set_at_the_console(organisation: Organisation) -> None:
    assert run("org", "target", organisation.slug, "--on", "2027-06-01").output == "2027-06-01\n"
    assert Organisation.objects.get(pk=organisation.pk).certificate_target_on == TARGET
    assert run("org", "target", organisation.slug).output == "No target date.\n"
