"""Acts on tasks: making one, finishing one with what follows from it, and changing many at once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.core.clock import day_in
from waymark.core.text import normal
from waymark.people.leaving import keep_here
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.tasks.checklist import Step
from waymark.tasks.events import TaskEvent
from waymark.tasks.models.task import Task
from waymark.tasks.noticing import tell, tell_all
from waymark.tasks.repeats import Repeat, next_due
from waymark.tasks.scale import Origin, Priority, Progress
from waymark.trail.actors import Acts
from waymark.trail.chain import take_turn
from waymark.trail.door import commit_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a new task says. `about` is kind and key of a record of the same organisation."""

    title: str
    note: str = ""
    about: tuple[str, int] | None = None
    owner: Member | None = None
    due_on: dt.date | None = None
    priority: int = Priority.MEDIUM
    checklist: list[Step] = field(default_factory=list)
    repeat: str = Repeat.NONE
    repeat_months: int | None = None
    origin: str = Origin.PERSON


def make(organisation: Organisation, plan: Plan, *, by: Acts) -> Task:
    """Make a task; its owner is told, unless they made it themselves."""
    return make_all(organisation, [plan], by=by)[0]


def make_all(organisation: Organisation, plans: Sequence[Plan], *, by: Acts) -> list[Task]:
    """Make many tasks in one transaction: all of them or none."""
    with transaction.atomic():
        tasks = [_drafted(organisation, plan) for plan in plans]
        commit_all(tasks, TaskEvent.MADE, by=by)
        tell_owners(tasks, by=by)
    return tasks


def finish(
    task: Task, *, by: Acts, finisher: Member | None, note: str = "", evidence: tuple[str, int] | None = None
) -> Task | None:
    """Finish a task; one that repeats is followed by the next, in the same transaction. Return the next one.

    The same person finishing it a second time with the same words, as a double click does, changes nothing.
    """
    with transaction.atomic():
        take_turn(task.organisation_id)
        kept = Task.objects.select_related("organisation", "owner").get(pk=task.pk)
        mine = finisher is not None and kept.finished_by_id == finisher.pk
        if kept.is_done and mine and kept.finished_note == normal(note):
            return Task.objects.of(kept.organisation).filter(follows=kept).first()
        today = day_in(kept.organisation.time_zone)
        kept.finish(on=today, by=by, finisher=finisher, note=note, evidence=evidence)
        return _follow(kept, today, by)


def change_all(
    tasks: Sequence[Task], *, by: Acts, owner: Member | None = None, due_on: dt.date | None = None, act: str
) -> int:
    """Hand many tasks over, or set one date for all of them; return how many changed."""
    with transaction.atomic():
        changed = []
        for task in tasks:
            task._require_open()  # noqa: SLF001 -- the verbs of one task, for many at once
            if act == "owner" and task.owner_id != (owner.pk if owner else None):
                task.owner = owner
                changed.append(task)
            elif act == "due" and task.due_on != due_on:
                task.due_on = task.anchor_on = due_on
                changed.append(task)
        if act == "owner" and owner is not None:
            keep_here([owner])
        commit_all(changed, TaskEvent.HANDED_OVER if act == "owner" else TaskEvent.RESCHEDULED, by=by)
        if act == "owner":
            tell_owners(changed, by=by)
    return len(changed)


def hand_over(task: Task, owner: Member | None, *, by: Acts, note: str = "") -> None:
    """Give a task to somebody else and tell them."""
    with transaction.atomic():
        before = task.owner_id
        if owner is not None:
            keep_here([owner])
        task.hand_over(owner, by=by, note=note)
        if task.owner_id != before:
            tell_owners([task], by=by)


def tell_owners(tasks: Sequence[Task], *, by: Acts) -> None:
    """Tell the owners of tasks that were given to them by somebody else."""
    who = by.actor
    told = [
        (
            task.owner,
            _("%(name)s gave you %(reference)s: %(title)s")
            % {"name": who.name, "reference": task.reference, "title": task.title},
            ("tasks.task", task.pk),
            "",
        )
        for task in tasks
        if task.owner is not None and not (who.kind == "member" and who.id == task.owner_id)
    ]
    tell_all(told)


def _drafted(organisation: Organisation, plan: Plan) -> Task:
    if plan.owner is not None:
        keep_here([plan.owner])
    kind, key = plan.about or ("", None)
    return Task(
        organisation=organisation,
        number=next_number(organisation, "TASK"),
        title=normal(plan.title),
        note=normal(plan.note),
        about_kind=kind,
        about_id=key,
        owner=plan.owner,
        due_on=plan.due_on,
        anchor_on=plan.due_on,
        priority=plan.priority,
        checklist=plan.checklist,
        repeat=plan.repeat,
        repeat_months=plan.repeat_months if plan.repeat == Repeat.AFTER else None,
        origin=plan.origin,
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
        what = _("%(reference)s comes back: %(title)s") % {"reference": following.reference, "title": following.title}
        tell(owner, what, about=("tasks.task", following.pk))
    return following
