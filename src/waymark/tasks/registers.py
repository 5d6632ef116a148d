"""The register of tasks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.kinds import RecordLine, lines_for
from waymark.records.registers import Column, QuerySetRows, Reading, Register
from waymark.tasks.board import BOARD
from waymark.tasks.calendar import CALENDAR
from waymark.tasks.choices import Priority, Progress
from waymark.tasks.models.task import SOON, Task
from waymark.tasks.work import reschedule_all
from waymark.work.due import due_act
from waymark.work.owners import owner_act

_TONES = {Priority.CLOSE_FIRST: "late", Priority.HIGH: "warn"}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in a list, with what it is about as far as the reader may read that."""

    task: Task
    about: RecordLine | None

    @property
    def reference(self) -> str:
        """Return the reference of the task."""
        return self.task.reference


def rows_with_about(tasks: Sequence[Task], reading: Reading) -> list[TaskRow]:
    """Return tasks with what they are about; one query for all kinds that have a table."""
    about = lines_for(reading.reader, [task.about for task in tasks if task.about is not None])
    return [TaskRow(task, about.get(task.about) if task.about else None) for task in tasks]


def _reschedule(tasks: Sequence[Task], due_on: dt.date | None, by: Member) -> int:
    for one in tasks:
        one.require_changer(by)
    return reschedule_all(tasks, due_on, by=by)


def _narrow(rows: Any, value: str, reading: Reading) -> Any:
    if value == "soon":
        return rows.open().filter(due_on__range=(reading.today, reading.today + SOON))
    return {"done": rows.done(), "all": rows, "overdue": rows.overdue(reading.today)}.get(value, rows.open())


def _keeps(row: TaskRow, value: str, reading: Reading) -> bool:
    task, today = row.task, reading.today
    if value == "soon":
        return task.is_due_soon(today)
    return {"done": task.is_done, "all": True, "overdue": task.is_overdue(today)}.get(value, task.is_open)


def _steps(row: TaskRow) -> str:
    steps = len(row.task.checklist)
    words = ngettext("%(done)d of %(steps)d step done", "%(done)d of %(steps)d steps done", steps)
    return words % {"done": row.task.steps_done, "steps": steps} if steps else ""


TASKS: Final[Register[TaskRow]] = Register(
    name="tasks",
    path="tasks",
    word="task",
    label=_("Tasks"),
    intro=_("Who does what by when (6.2, 10.2). Finishing a task does not change a rating."),
    source=QuerySetRows.of(Task, prepare=lambda rows: rows.select_related("owner"), wrap=rows_with_about),
    columns=(
        columns.reference(width=9),
        columns.text("title", _("Task"), of="task.title", opens=True, note=_steps, width=40),
        Column(name="about", label=_("About"), value=lambda row: row.about, kind=Kind.RECORD, width=28),
        columns.choice(
            "priority",
            _("Priority"),
            Priority,
            of="task.priority",
            tones=_TONES,
            sort=("priority", "due_on", "number"),
            width=10,
        ),
        columns.owner(of="task.owner"),
        columns.day(
            "due_on", _("Due"), of="task.due_on", is_late=lambda row, reading: row.task.is_overdue(reading.today)
        ),
        columns.choice("state", _("State"), Progress, of="task.state", width=12),
        Column(
            name="steps_done",
            label=_("Steps done"),
            value=lambda row: f"{row.task.steps_done}/{len(row.task.checklist)}" if row.task.checklist else "",
            width=9,
            only_in_files=True,
        ),
        columns.text("note", _("Note"), of="task.note", width=40, only_in_files=True),
        columns.text("done_when", _("Done when"), of="task.done_when", width=40, only_in_files=True),
        columns.day("finished_on", _("Finished on"), of="task.finished_on", is_sortable=False, only_in_files=True),
        columns.text("finished_note", _("What was done"), of="task.finished_note", width=40, only_in_files=True),
    ),
    filters=(
        filters.words(lambda row: (row.task.title,)),
        filters.owner(lambda row: row.task.owner_id),
        filters.choice(
            "priority",
            [(str(one.value), one.label) for one in Priority],
            label=_("Priority"),
            narrow=lambda rows, value, _reading: rows.filter(priority=int(value)),
            keeps=lambda row, value, _reading: row.task.priority == int(value),
        ),
        filters.choice(
            "state",
            [
                ("open", _("Open")),
                ("overdue", _("Overdue")),
                ("soon", _("Due soon")),
                ("done", _("Done")),
                ("all", _("All")),
            ],
            label=_("State"),
            narrow=_narrow,
            keeps=_keeps,
            as_chips=True,
            otherwise="open",
        ),
    ),
    acts=(
        owner_act(Can.WORK),
        due_act(Can.WORK, _reschedule),
    ),
    displays=(BOARD, CALENDAR),
    key=lambda row: str(row.task.number),
    record=lambda row: row.task,
    order="priority",
    address="task",
    changes="task_changes",
    new="new_task",
    new_label=_("New task"),
    new_right=Can.WORK,
    nothing=(
        _("No open tasks"),
        _(
            "Plan actions for gaps, risks and nonconformities here, each with an owner and a due date "
            "(6.1.1, 6.2, 10.2). You can create tasks from all gaps of an assessment on its result page."
        ),
    ),
)
