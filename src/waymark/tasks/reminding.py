"""Reminders of tasks that are due soon, or late."""

import datetime as dt
from collections.abc import Iterator

from waymark.people.models.organisation import Organisation
from waymark.tasks.models.task import SOON, Task
from waymark.work.daily import becoming_due
from waymark.work.notify import NoticeDraft


def tasks_due(organisation: Organisation, today: dt.date) -> Iterator[NoticeDraft]:
    """Yield what to tell the owners of tasks that are due within a week, or late; one query."""
    tasks = Task.objects.of(organisation).open().filter(owner__isnull=False, due_on__lte=today + SOON)
    for task in tasks.select_related("owner"):
        if task.owner is not None and task.due_on is not None:
            record = ("tasks.task", task.pk)
            yield becoming_due(task.owner, record, task.reference, task.title, due_on=task.due_on, today=today)
