"""Tasks as others name them, as members own them, and as members owe them."""

import datetime as dt
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.describing import kind_of
from waymark.tasks.choices import Progress
from waymark.tasks.models.task import Task
from waymark.tasks.next_steps import leads_on
from waymark.work.daily import reminding_of
from waymark.work.owed import OneClick, Owed, OwedRow, OwedSource, owed_rows
from waymark.work.owned import owned_kind

_OPEN: Final = (Progress.TO_DO, Progress.IN_PROGRESS)
KIND: Final = kind_of(Task, word="task", address="task", offers=lambda rows: rows.filter(state__in=_OPEN))
OWNED: Final = owned_kind(
    Task,
    KIND,
    label=_("Open tasks"),
    need=_("Do it, then choose Done and write one sentence on what was done."),
    due_on="due_on",
)


def _rows(member: Member, _today: dt.date) -> Any:
    # The steps of priorities are those of consequences.
    return owed_rows(
        Task.objects.of(member.organisation).open().owned_by(member),
        consequence="priority",
        what="title",
        due_on="due_on",
        state="state",
        about_kind="about_kind",
        about_id="about_id",
    )


def _show(member: Member, row: OwedRow) -> Owed:
    slug = member.organisation.slug
    return Owed(
        kind=_("Task"),
        what=row.what,
        reference=f"{Task.prefix}-{row.number}",
        url=reverse("task", args=[slug, row.number]),
        state=Progress(row.state).label,
        finish=OneClick(
            url=reverse("task_finish", args=[slug, row.number]),
            label=_("Done"),
            # Where something follows from the task, its own page says so.
            fields=() if leads_on(row.about_kind) else (("next", reverse("my_work", args=[slug])),),
            note="note",
            note_label=_("What was done"),
        ),
    )


def _due(organisation: Organisation, day: dt.date) -> Any:
    return Task.objects.of(organisation).open().filter(due_on__lte=day)


REMINDING: Final = reminding_of(KIND, _due, due_on="due_on")
OWED: Final = OwedSource(name="tasks", label=_("Tasks"), rows=_rows, show=_show)
