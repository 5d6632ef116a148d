"""Acts on tasks: making one, finishing one with what follows from it, and changing many at once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.core.clock import day_in
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.tasks.checklist import Step
from waymark.tasks.choices import Origin, Priority, Progress
from waymark.tasks.events import TaskEvent
from waymark.tasks.models.task import LIFECYCLE, Task
from waymark.tasks.repeats import Repeat, next_due
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.trail.door import commit_all
from waymark.work.notify import notify
from waymark.work.owners import notify_owners


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """What a new task says. `about` is kind and key of a record of the same organisation."""

    title: str
    note: str = ""
    done_when: str = ""
    about: tuple[str, int] | None = None
    owner: Member | None = None
    due_on: dt.date | None = None
    priority: int = Priority.MEDIUM
    checklist: list[Step] = field(default_factory=list)
    repeat: str = Repeat.NONE
    repeat_months: int | None = None
    origin: str = Origin.PERSON

    @classmethod
    def of(cls, typed: dict[str, Any]) -> "TaskDraft":
        """Return what a form for a new task says."""
        line = typed.pop("about")
        return cls(**typed, about=(line.kind, line.pk) if line is not None else None)


def create(organisation: Organisation, draft: TaskDraft, *, by: Acts) -> Task:
    """Make a task; its owner is told, unless they made it themselves."""
    return create_all(organisation, [draft], by=by)[0]


def create_all(organisation: Organisation, drafts: Sequence[TaskDraft], *, by: Acts) -> list[Task]:
    """Make many tasks in one transaction: all of them or none."""
    with transaction.atomic():
        tasks = [_drafted(organisation, draft) for draft in drafts]
        commit_all(tasks, TaskEvent.MADE, by=by)
        notify_owners(tasks, by=by)
    return tasks


def finish(  # noqa: PLR0913 -- what the end of work consists of
    task: Task,
    *,
    by: Acts,
    finisher: Member | None,
    note: str = "",
    evidence: tuple[str, int] | None = None,
    with_open_steps: bool = False,
    version: int | None = None,
) -> Task | None:
    """Finish a task; one that repeats is followed by the next, in the same transaction. Return the next one.

    The same person finishing it a second time with the same words, as a double click does, changes nothing. Raises
    StaleRecord where a `version` is given that is not the newest any more, and StepsAreOpen where steps of the
    checklist are open and nobody said `with_open_steps`.
    """
    with transaction.atomic():
        lock_chain(task.organisation_id)
        kept = Task.objects.select_related("organisation", "owner").get(pk=task.pk)
        mine = finisher is not None and kept.finished_by_id == finisher.pk
        if kept.is_done and mine and kept.finished_note == normal(note):
            return Task.objects.of(kept.organisation).filter(follows=kept).first()
        LIFECYCLE.require(kept, "finish")
        if version is not None:
            kept.read_at(version)
        today = day_in(kept.organisation.time_zone)
        kept.finish(on=today, by=by, finisher=finisher, note=note, evidence=evidence, with_open_steps=with_open_steps)
        return _follow(kept, today, by)


def reschedule_all(tasks: Sequence[Task], due_on: dt.date | None, *, by: Acts) -> int:
    """Set one date for many tasks, all or none; return how many changed. Raises TaskIsDone."""
    changed = []
    for task in tasks:
        LIFECYCLE.require(task, "reschedule")
        if task.due_on != due_on:
            task.due_on = task.anchor_on = due_on
            changed.append(task)
    commit_all(changed, TaskEvent.RESCHEDULED, by=by)
    return len(changed)


def _drafted(organisation: Organisation, draft: TaskDraft) -> Task:
    if draft.owner is not None:
        require_active([draft.owner])
    kind, key = draft.about or ("", None)
    return Task(
        organisation=organisation,
        number=next_number(organisation, "TASK"),
        title=normal(draft.title),
        note=normal(draft.note),
        done_when=normal(draft.done_when),
        about_kind=kind,
        about_id=key,
        owner=draft.owner,
        due_on=draft.due_on,
        anchor_on=draft.due_on,
        priority=draft.priority,
        checklist=draft.checklist,
        repeat=draft.repeat,
        repeat_months=draft.repeat_months if draft.repeat == Repeat.AFTER else None,
        origin=draft.origin,
    )


def _follow(task: Task, today: dt.date, by: Acts) -> Task | None:
    due_on = next_due(
        task.repeat, anchor_on=task.anchor_on, due_on=task.due_on, finished_on=today, months=task.repeat_months
    )
    # What was finished before and reopened has been followed already.
    if due_on is None or Task.objects.of(task.organisation).filter(follows=task).exists():
        return None
    owner = task.owner if task.owner is not None and task.owner.left_on is None else None
    following = Task(
        organisation=task.organisation,
        number=next_number(task.organisation, "TASK"),
        title=task.title,
        note=task.note,
        done_when=task.done_when,
        about_kind=task.about_kind,
        about_id=task.about_id,
        owner=owner,
        due_on=due_on,
        anchor_on=(task.anchor_on or due_on) if task.repeat != Repeat.AFTER else due_on,
        priority=task.priority,
        checklist=[Step(text=step["text"], done=False) for step in task.checklist],
        repeat=task.repeat,
        repeat_months=task.repeat_months,
        origin=task.origin if task.origin != Origin.GAP else Origin.PERSON,
        follows=task,
        state=Progress.TO_DO,
    )
    following.commit(TaskEvent.MADE, by=by)
    if owner is not None:
        what = _("%(reference)s is due again: %(title)s") % {"reference": following.reference, "title": following.title}
        notify(owner, what, about=("tasks.task", following.pk))
    return following


def carry_tasks(organisation: Organisation, kind: str, targets: Mapping[int, int], *, by: Acts, note: str) -> int:
    """Let open tasks about some records lead to others of the same kind, by key; return how many did."""
    tasks = list(Task.objects.of(organisation).open().about(kind, list(targets)).order_by("number"))
    for task in tasks:
        task.about_id = targets[task.about_id or 0]
    commit_all(tasks, TaskEvent.CARRIED, by=by, note=note)
    return len(tasks)
