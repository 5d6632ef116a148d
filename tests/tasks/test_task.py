"""Tasks: their verbs, what follows from finishing one, and what is refused."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from tests import factories
from waymark.core.clock import day_in
from waymark.people.active import OwnerHasLeft
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.tasks.checklist import MOST_STEPS, NoSuchStep, StepsAreOpen, steps_from
from waymark.tasks.choices import Origin, Progress
from waymark.tasks.models.task import (
    NothingToShow,
    NotYourTask,
    Task,
    TaskIsDone,
    TaskIsOpen,
    TaskNotBegun,
)
from waymark.tasks.repeats import Repeat
from waymark.tasks.work import TaskDraft, create, finish, reschedule_all
from waymark.trail.actors import CONSOLE
from waymark.trail.door import AlreadyThere, StaleRecord
from waymark.trail.history import history_of
from waymark.trail.models import Entry
from waymark.work.models.notice import Notice
from waymark.work.owners import assign_owner, give

pytestmark = pytest.mark.django_db


def a_task(organisation: Organisation, **fields: Any) -> Task:
    return create(organisation, TaskDraft(**{"title": "Write the scope", **fields}), by=CONSOLE)


def notices_of(member: Member) -> list[str]:
    return list(Notice.objects.to(member).order_by("pk").values_list("what", flat=True))


def events(task: Task) -> list[str]:
    return list(Entry.objects.about(task).order_by("seq").values_list("event", flat=True))


def test_numbers_tasks_in_each_organisation(organisation: Organisation, outsider: Member) -> None:
    assert [a_task(organisation).reference for _n in range(2)] == ["TASK-1", "TASK-2"]
    assert a_task(outsider.organisation).reference == "TASK-1"


def test_tells_the_owner_unless_they_made_it_themselves(organisation: Organisation, owner: Member) -> None:
    a_task(organisation, owner=owner)
    create(organisation, TaskDraft(title="My own", owner=owner), by=owner)
    assert notices_of(owner) == ["Console assigned TASK-1 to you: Write the scope"]


def test_walks_from_to_do_to_done_and_back(organisation: Organisation, owner: Member) -> None:
    task = a_task(organisation, owner=owner, checklist=steps_from("Draft\nApprove"))
    task.start(by=owner)
    task.tick(0, "Draft", done=True, by=owner)
    assert (task.state, task.steps_done) == (Progress.IN_PROGRESS, 1)
    assert finish(task, by=owner, finisher=owner, note="Version 1.0 is signed.", with_open_steps=True) is None
    done = Task.objects.get(pk=task.pk)
    assert (done.state, done.finished_by, done.finished_note) == (Progress.DONE, owner, "Version 1.0 is signed.")
    done.reopen(reason="The annex is missing.", by=owner)
    assert (done.state, done.finished_on, done.finished_note) == (Progress.IN_PROGRESS, None, "")
    assert events(task) == ["task.made", "task.started", "task.ticked", "task.finished", "task.reopened"]


def test_wants_a_note_or_evidence(organisation: Organisation, owner: Member) -> None:
    task = a_task(organisation)
    with pytest.raises(NothingToShow):
        finish(task, by=owner, finisher=owner, note="  ")
    finish(task, by=owner, finisher=owner, evidence=("evidence.evidence", 1))
    assert Task.objects.get().finished_with == ("evidence.evidence", 1)


def test_asks_before_it_finishes_with_open_steps(organisation: Organisation, owner: Member) -> None:
    task = a_task(organisation, checklist=steps_from("Look\nWrite"))
    task.tick(0, "Look", done=True, by=owner)
    with pytest.raises(StepsAreOpen) as refusal:
        finish(task, by=owner, finisher=owner, note="Done.")
    assert str(refusal.value.message) == "1 step is still open."
    assert Task.objects.get().is_open
    finish(task, by=owner, finisher=owner, note="Done.", with_open_steps=True)
    assert Task.objects.get().is_done
    whole = a_task(organisation, checklist=steps_from("Look"))
    whole.tick(0, "Look", done=True, by=owner)
    finish(whole, by=owner, finisher=owner, note="Done.")


def test_changes_nothing_once_it_is_done(organisation: Organisation, owner: Member, manager: Member) -> None:
    task = a_task(organisation)
    finish(task, by=owner, finisher=owner, note="Done.")
    done = Task.objects.get()
    for act in (
        lambda: done.start(by=owner),
        lambda: give(done, manager, by=owner),
        lambda: done.reschedule(None, by=owner),
        lambda: done.tick(0, "x", done=True, by=owner),
        lambda: reschedule_all([done], dt.date(2026, 9, 1), by=owner),
        lambda: finish(done, by=manager, finisher=manager, note="Again."),
    ):
        with pytest.raises(TaskIsDone):
            act()
    with pytest.raises(TaskIsOpen):
        a_task(organisation).reopen(reason="x", by=owner)


def test_is_followed_once_however_often_the_button_is_pressed(organisation: Organisation, owner: Member) -> None:
    task = a_task(
        organisation, owner=owner, due_on=dt.date(2026, 1, 31), repeat=Repeat.MONTHLY, checklist=steps_from("Look")
    )
    task.tick(0, "Look", done=True, by=owner)
    with time_machine.travel(dt.datetime(2026, 1, 30, 12, tzinfo=dt.UTC), tick=False):
        first = finish(task, by=owner, finisher=owner, note="Looked.")
        assert first is not None
        assert finish(task, by=owner, finisher=owner, note="Looked.") == first
    assert (first.due_on, first.anchor_on, first.owner, first.steps_done) == (
        dt.date(2026, 2, 28),
        dt.date(2026, 1, 31),
        owner,
        0,
    )
    assert Task.objects.count() == 2
    assert notices_of(owner)[-1] == "TASK-2 is due again: Write the scope"
    second = finish(first, by=owner, finisher=owner, note="Looked.", with_open_steps=True)
    assert second is not None
    assert second.due_on is not None
    assert second.due_on.day == 31 or (second.due_on + dt.timedelta(days=1)).day == 1


def test_is_followed_once_after_being_reopened(organisation: Organisation, owner: Member) -> None:
    task = a_task(organisation, repeat=Repeat.WEEKLY, due_on=dt.date(2026, 1, 5))
    finish(task, by=owner, finisher=owner, note="Done.")
    Task.objects.get(number=1).reopen(reason="No.", by=owner)
    assert finish(task, by=owner, finisher=owner, note="Done now.") is None
    assert Task.objects.count() == 2


def test_counts_repeats_from_a_new_date(organisation: Organisation, owner: Member) -> None:
    task = a_task(organisation, repeat=Repeat.YEARLY, due_on=dt.date(2030, 5, 1))
    task.reschedule(dt.date(2030, 6, 15), by=owner)
    following = finish(task, by=owner, finisher=owner, note="Done.")
    assert following is not None
    assert following.due_on == dt.date(2031, 6, 15)


def test_gives_nothing_to_somebody_who_has_left(
    organisation: Organisation, owner: Member, administrator: Member
) -> None:
    task = a_task(organisation)
    owner.leave(by=administrator, reason="Moved on.")
    stale = Member.objects.get(pk=owner.pk)
    stale.left_on = None  # as a form saw them a moment ago
    with pytest.raises(OwnerHasLeft):
        give(task, stale, by=administrator)
    with pytest.raises(OwnerHasLeft):
        assign_owner([task], {task.pk: stale}, by=administrator)
    with pytest.raises(OwnerHasLeft):
        a_task(organisation, owner=stale)
    assert Task.objects.get().owner is None


def test_is_changed_by_its_owner_or_by_who_manages(
    organisation: Organisation, owner: Member, manager: Member, reader: Member
) -> None:
    task = a_task(organisation, owner=owner)
    other = factories.member(organisation, Role.CONTRIBUTOR)
    assert [task.may_be_changed_by(one) for one in (owner, manager, other, reader)] == [True, True, False, False]
    assert a_task(organisation).may_be_changed_by(other)
    with pytest.raises(NotYourTask):
        task.require_changer(other)


def test_refuses_a_step_that_is_not_the_one_that_was_meant(organisation: Organisation, owner: Member) -> None:
    task = a_task(organisation, checklist=steps_from("One\nTwo"))
    for place, text in ((1, "One"), (2, "Two"), (-1, "Two")):
        with pytest.raises(NoSuchStep):
            task.tick(place, text, done=True, by=owner)


def test_lets_the_first_of_two_editors_win(organisation: Organisation, owner: Member, manager: Member) -> None:
    task = a_task(organisation)
    mine, theirs = Task.objects.get(pk=task.pk), Task.objects.get(pk=task.pk)
    theirs.reschedule(dt.date(2026, 9, 1), by=manager)
    with pytest.raises(StaleRecord) as refused:
        give(mine, owner, by=owner)
    assert refused.value.theirs.due_on == dt.date(2026, 9, 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"title": "line\nbreak"},
        {"priority": 9},
        {"repeat": "fortnightly"},
        {"repeat": Repeat.AFTER, "repeat_months": 0},
        {"checklist": [{"text": "x", "done": "yes"}]},
        {"checklist": [{"text": "", "done": False}]},
        {"checklist": "text"},
    ],
)
def test_stores_nothing_that_makes_no_sense(organisation: Organisation, fields: dict[str, Any]) -> None:
    with pytest.raises((ValidationError, AlreadyThere)):
        a_task(organisation, **fields)
    assert Task.objects.count() == 0


def test_keeps_one_open_task_for_each_gap(organisation: Organisation) -> None:
    fields = {"about": ("catalogue.point", 7), "origin": Origin.GAP}
    a_task(organisation, **fields)
    with pytest.raises(AlreadyThere):
        a_task(organisation, **fields)
    a_task(organisation, about=("catalogue.point", 7))


@pytest.mark.usefixtures("organisation")
def test_makes_a_list_of_lines() -> None:
    before = steps_from("Draft\nApprove")
    before[0]["done"] = True
    assert steps_from(" Draft \n\nPublish\r\nApprove", before) == [
        {"text": "Draft", "done": True},
        {"text": "Publish", "done": False},
        {"text": "Approve", "done": False},
    ]
    for text in ("x\n" * (MOST_STEPS + 1), "x\n" * 10_000, "y" * 201, "a\u202eb"):
        with pytest.raises(ValidationError):
            steps_from(text)


def test_knows_what_is_late(organisation: Organisation) -> None:
    today = day_in("UTC")
    dated = [a_task(organisation, due_on=today + dt.timedelta(days=n)) for n in (-1, 0, 7, 8)]
    assert [one.is_overdue(today) for one in dated] == [True, False, False, False]
    assert [one.is_due_soon(today) for one in dated] == [False, True, True, False]
    assert Task.objects.of(organisation).counted(today) == {"open": 4, "done": 0, "overdue": 1, "soon": 2}
    assert not a_task(organisation, due_on=dt.date(2199, 12, 31)).is_due_soon(today)


def test_tells_the_history_of_a_checklist_in_words(organisation: Organisation, owner: Member) -> None:
    task = a_task(organisation, checklist=steps_from("Draft\nApprove"))
    task.tick(0, "Draft", done=True, by=owner)
    newest = history_of(task).newest
    assert newest is not None
    changed = {change.label: (change.before.text, change.after.text) for change in newest.changes}
    assert changed["Checklist"] == ("Draft, Approve", "Draft ✓, Approve")


def test_goes_back_to_what_is_to_be_done_only_from_in_progress(organisation: Organisation, owner: Member) -> None:
    task = create(organisation, TaskDraft(title="Write it", owner=owner), by=owner)
    with pytest.raises(TaskNotBegun):
        task.put_back(by=owner)
    task.start(by=owner)
    task.put_back(by=owner)
    assert Task.objects.get().state == Progress.TO_DO
    assert events(task) == ["task.made", "task.started", "task.put-back"]


def test_refuses_to_finish_what_was_changed_after_it_was_read(organisation: Organisation, owner: Member) -> None:
    read = create(organisation, TaskDraft(title="Write it", owner=owner), by=owner)
    Task.objects.get().start(by=owner)
    with pytest.raises(StaleRecord):
        finish(read, by=owner, finisher=owner, note="Done.", version=read.version)
    assert Task.objects.get().is_open
