"""What the pages about work show, in few queries however many tasks there are."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.http import urlencode

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.records import RecordLine, lines_for, lines_of
from waymark.tasks.models.notice import Notice
from waymark.tasks.models.task import SOON, Task, TaskQuerySet

_TASKS_A_PAGE, _NOTICES_A_PAGE = 50, 50


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which tasks a reader asked for. `whose` is mine, all, nobody, or the key of a member."""

    whose: str = "all"
    state: str = "open"
    text: str = ""

    @property
    def is_set(self) -> bool:
        """Return whether anything but the open tasks of everybody was asked for."""
        return self != Chosen()

    @property
    def query(self) -> str:
        """Return the choice as the query of an address."""
        return urlencode([(name, value) for name, value in self._pairs() if value])

    def but(self, **other: str) -> str:
        """Return the address of the same choice with one part changed."""
        return "?" + urlencode(
            [(name, other.get(name, value)) for name, value in self._pairs() if other.get(name, value)]
        )

    def _pairs(self) -> tuple[tuple[str, str], ...]:
        return ("whose", self.whose), ("state", self.state), ("q", self.text)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task in a list, with what it is about."""

    task: Task
    about: RecordLine | None
    is_overdue: bool


@dataclass(frozen=True)
class TaskList:
    """One page of tasks, and how many there are of each kind."""

    page: Page[Task]
    lines: list[TaskLine]
    counts: Mapping[str, int]


def task_list(member: Member, chosen: Chosen, today: dt.date, number: str | None) -> TaskList:
    """Return one page of the tasks a reader asked for: at most five queries, whatever their number."""
    organisation = member.organisation
    whose = _whose(Task.objects.of(organisation), member, chosen.whose)
    found = _state(whose.holding(chosen.text) if chosen.text else whose, chosen.state, today)
    page = Paginator(found.select_related("owner").most_pressing_first(), _TASKS_A_PAGE).get_page(number)
    return TaskList(page, lines_with_about(organisation, page.object_list, today, member), whose.counted(today))


def lines_with_about(
    organisation: Organisation, tasks: Iterable[Task], today: dt.date, member: Member | None = None
) -> list[TaskLine]:
    """Return tasks with what they are about, as far as a member may read it; one look-up for each kind of record."""
    every = list(tasks)
    asked = [task.about for task in every if task.about is not None]
    about = lines_for(member, asked) if member is not None else lines_of(organisation, asked)
    return [TaskLine(task, about.get(task.about) if task.about else None, task.is_overdue(today)) for task in every]


def tasks_about(organisation: Organisation, records: Iterable[RecordLine], today: dt.date) -> list[TaskLine]:
    """Return the tasks about some records, the open ones first; one query."""
    lines = {(record.kind, record.pk): record for record in records}
    found = Task.objects.of(organisation).about_any(lines).select_related("owner").most_pressing_first()
    every = sorted(found, key=lambda task: task.is_done)
    return [TaskLine(task, lines.get(task.about) if task.about else None, task.is_overdue(today)) for task in every]


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task with everything around it."""

    task: Task
    about: RecordLine | None
    evidence: RecordLine | None
    follows: Task | None
    followed_by: Task | None


def task_page(task: Task, member: Member) -> TaskPage:
    """Return a task with what it is about, what it was finished with, and its neighbours in a row of repeats."""
    organisation = task.organisation
    lines = lines_for(member, [one for one in (task.about, task.finished_with) if one is not None])
    return TaskPage(
        task,
        lines.get(task.about) if task.about else None,
        lines.get(task.finished_with) if task.finished_with else None,
        task.follows,
        Task.objects.of(organisation).filter(follows=task).first() if task.repeats or task.is_done else None,
    )


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice, with what it is about where that can still be opened."""

    notice: Notice
    about: RecordLine | None


@dataclass(frozen=True)
class Inbox:
    """One page of a member's inbox."""

    page: Page[Notice]
    lines: list[NoticeLine]
    unread: int


def inbox(member: Member, number: str | None) -> Inbox:
    """Return one page of a member's notices, the newest first."""
    mine = Notice.objects.of(member.organisation).to(member)
    page = Paginator(mine.newest_first(), _NOTICES_A_PAGE).get_page(number)
    shown = list(page.object_list)
    about = lines_for(member, [one.about for one in shown if one.about is not None])
    lines = [NoticeLine(one, about.get(one.about) if one.about else None) for one in shown]
    return Inbox(page, lines, mine.unread().count())


def _whose(tasks: TaskQuerySet, member: Member, whose: str) -> TaskQuerySet:
    if whose == "mine":
        return tasks.owned_by(member)
    if whose == "nobody":
        return tasks.unowned()
    # A key of another organisation's member finds nothing, since the tasks are cut to this one.
    return tasks.filter(owner_id=int(whose)) if whose.isascii() and whose.isdigit() and len(whose) < 19 else tasks  # noqa: PLR2004 -- longer than any key


def _state(tasks: TaskQuerySet, state: str, today: dt.date) -> TaskQuerySet:
    if state == "done":
        return tasks.done()
    if state == "overdue":
        return tasks.overdue(today)
    if state == "soon":
        return tasks.open().filter(due_on__range=(today, today + SOON))
    return tasks.open()
