"""What the pages about tasks show, in few queries however many tasks there are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.records.kinds import RecordLine, lines_for
from waymark.tasks.models.task import Task


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task on the page of a record, with which record it is about."""

    task: Task
    about: RecordLine | None
    is_overdue: bool


def tasks_about(
    organisation: Organisation, records: Iterable[RecordLine], today: dt.date, *, most: int | None = None
) -> list[TaskLine]:
    """Return the tasks about some records, the open ones first, so many at most or every one; one query."""
    lines = {(record.kind, record.pk): record for record in records}
    found = Task.objects.of(organisation).about_any(lines).select_related("owner").open_first()[:most]
    return [TaskLine(task, lines.get(task.about) if task.about else None, task.is_overdue(today)) for task in found]


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task with everything around it."""

    task: Task
    about: RecordLine | None
    evidence: RecordLine | None
    follows: Task | None
    followed_by: Task | None


def task_page(task: Task, reader: Reader) -> TaskPage:
    """Return a task with what it is about, what it was finished with, and its neighbours in a row of repeats."""
    organisation = task.organisation
    lines = lines_for(reader, [one for one in (task.about, task.finished_with) if one is not None])
    return TaskPage(
        task,
        lines.get(task.about) if task.about else None,
        lines.get(task.finished_with) if task.finished_with else None,
        task.follows,
        Task.objects.of(organisation).filter(follows=task).first() if task.repeats or task.is_done else None,
    )
