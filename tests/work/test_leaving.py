"""Leaving: nothing is left without an owner, whatever happens at the same time."""

import datetime as dt

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import client_of
from waymark.conformity.models.standing import Standing
from waymark.people.active import OwnerHasLeft
from waymark.people.models.member import Member, StillOwns
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.records.kinds import RecordLine
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create, finish
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry
from waymark.work import leaving
from waymark.work.leaving import NobodyTakesOver, depart
from waymark.work.models.notice import Notice
from waymark.work.owned import OwnedKind, owned_records

pytestmark = pytest.mark.django_db


@pytest.fixture
def laden(owner: Member) -> Member:
    """Return somebody who answers for two requirements and owns two tasks, one of them done."""
    for standing in Standing.objects.of(owner.organisation).with_refs(["4.1", "4.2"]):
        standing.assign(owner, None, by=CONSOLE)
    for title in ("Open", "Finished"):
        create(owner.organisation, TaskDraft(title=title, owner=owner), by=CONSOLE)
    finish(Task.objects.get(title="Finished"), by=owner, finisher=owner, note="Done.")
    return owner


def address(member: Member) -> str:
    return reverse("member_departure", args=[member.organisation.slug, member.pk])


def test_refuses_while_anything_is_owned(laden: Member) -> None:
    with pytest.raises(StillOwns, match="3 records"):
        laden.leave(by=CONSOLE, reason="Moved on.")
    assert Member.objects.get(pk=laden.pk).left_on is None


def test_hands_everything_over_and_ends_the_membership(laden: Member, manager: Member) -> None:
    assert depart(laden, lambda _kind, _record: manager, by=CONSOLE, reason="Moved on.") == 3
    assert Member.objects.get(pk=laden.pk).left_on is not None
    assert Standing.objects.of(laden.organisation).owned_by(manager).count() == 2
    assert Task.objects.get(title="Open").owner == manager
    assert Task.objects.get(title="Finished").owner == laden
    notices = sorted(Notice.objects.to(manager).values_list("what", flat=True))
    assert notices == ["Console assigned 4.1 and 1 more to you.", "Console assigned TASK-1 to you: Open"]
    events = Entry.objects.of(laden.organisation).order_by("-seq").values_list("event", flat=True)[:4]
    assert sorted(events) == ["member.left", "standing.owned", "standing.owned", "task.handed-over"]


def test_changes_nothing_when_one_record_has_no_new_owner(laden: Member, manager: Member) -> None:
    def choose(kind: OwnedKind, _record: RecordLine) -> Member | None:
        return manager if kind.name == "requirements" else None

    with pytest.raises(NobodyTakesOver, match="TASK-1"):
        depart(laden, choose, by=CONSOLE, reason="Moved on.")
    assert Standing.objects.of(laden.organisation).owned_by(laden).count() == 2


def test_gives_nothing_to_who_leaves_or_has_left(laden: Member, manager: Member, administrator: Member) -> None:
    with pytest.raises(NobodyTakesOver):
        depart(laden, lambda _kind, _record: laden, by=CONSOLE, reason="Moved on.")
    manager.leave(by=administrator, reason="Gone.")
    with pytest.raises(OwnerHasLeft):
        depart(laden, lambda _kind, _record: manager, by=CONSOLE, reason="Moved on.")


def test_refuses_to_orphan_what_becomes_theirs_meanwhile(
    laden: Member, manager: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = owned_records(laden)
    create(laden.organisation, TaskDraft(title="Given a moment ago", owner=laden), by=CONSOLE)
    monkeypatch.setattr(leaving, "owned_records", lambda _member: before)
    with pytest.raises(StillOwns):
        depart(laden, lambda _kind, _record: manager, by=CONSOLE, reason="Moved on.")
    assert Task.objects.get(title="Open").owner == laden
    assert Member.objects.get(pk=laden.pk).left_on is None


def test_refuses_requirements_for_who_has_left(owner: Member, administrator: Member) -> None:
    standing = Standing.objects.of(owner.organisation).with_refs(["4.1"]).get()
    owner.leave(by=administrator, reason="Moved on.")
    with pytest.raises(OwnerHasLeft):
        standing.assign(owner, dt.date(2027, 1, 1), by=CONSOLE)


def test_asks_for_everything_by_kind_or_by_record(laden: Member, manager: Member, administrator: Member) -> None:
    browser = client_of(administrator)
    shown = browser.get(address(laden))
    assert "They own 3 records" in shown.content.decode()
    refused = browser.post(address(laden), {"reason": "Moved on."})
    assert refused.status_code == 422
    assert "has no new owner" in refused.content.decode()
    other = factories.member(laden.organisation, Role.CONTRIBUTOR, name="Olga Other")
    first = Standing.objects.of(laden.organisation).with_refs(["4.1"]).get()
    typed = {"reason": "Moved on.", "everything": manager.pk, f"record-requirements-{first.pk}": other.pk}
    done = browser.post(address(laden), {**typed, "kind-tasks": other.pk})
    assert done.status_code == 303
    first.refresh_from_db()
    assert first.owner == other
    assert Standing.objects.of(laden.organisation).with_refs(["4.2"]).get().owner == manager
    assert Task.objects.get(title="Open").owner == other
    assert browser.get(address(laden)).status_code == 404


def test_takes_nobody_of_another_organisation(laden: Member, outsider: Member, administrator: Member) -> None:
    typed = {"reason": "Moved on.", "everything": outsider.pk}
    assert client_of(administrator).post(address(laden), typed).status_code == 422
    assert Standing.objects.of(laden.organisation).owned_by(laden).count() == 2


def test_lets_who_owns_nothing_go_at_once(organisation: Organisation, reader: Member, administrator: Member) -> None:
    answer = client_of(administrator).post(address(reader), {"reason": "Moved on."})
    assert answer.status_code == 303
    assert Member.objects.get(pk=reader.pk).left_on is not None
