"""Tasks as other packages name them, and as members owe them."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.records import RecordKind, RecordLine
from waymark.tasks.models.task import Task
from waymark.tasks.owing import Consequence, Due, OneClick, Owed

KIND = "tasks.task"
_CHOOSABLE = 20


def line_of_task(organisation: Organisation, task: Task) -> RecordLine:
    """Return one task as a line with its address."""
    return RecordLine(KIND, task.pk, task.reference, task.title, reverse("task", args=[organisation.slug, task.number]))


def _look_up(organisation: Organisation, keys: Sequence[int]) -> Mapping[int, RecordLine]:
    return {task.pk: line_of_task(organisation, task) for task in Task.objects.of(organisation).filter(pk__in=keys)}


def _choose(organisation: Organisation, text: str) -> Sequence[RecordLine]:
    found = Task.objects.of(organisation)
    found = found.holding(text) if text else found.open()
    return [line_of_task(organisation, task) for task in found.most_pressing_first()[:_CHOOSABLE]]


RECORD_KIND = RecordKind(KIND, "task", _("Task"), _look_up, _choose)


def tasks_owed(member: Member, _today: dt.date) -> Iterator[Due]:
    """Yield the open tasks of a member; one query."""
    shown_by = partial(_owed, member.organisation)
    for task in Task.objects.of(member.organisation).open().owned_by(member):
        yield Due(Consequence(task.priority), task.due_on, task.reference, shown_by, task)


def _owed(organisation: Organisation, task: Task) -> Owed:
    return Owed(
        kind=_("Task"),
        what=task.title,
        reference=task.reference,
        url=reverse("task", args=[organisation.slug, task.number]),
        record=task.about,
        due_on=task.due_on,
        state=task.get_state_display(),
        finish=OneClick(
            url=reverse("task_finish", args=[organisation.slug, task.number]),
            label=_("Done"),
            fields=(("next", reverse("my_work", args=[organisation.slug])),),
            note="note",
            note_label=_("What was done"),
        ),
    )
