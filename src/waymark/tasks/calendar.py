"""Tasks in the month in which they are due."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Max, Min, Q
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Month
from waymark.records.listing import sorted_rows
from waymark.records.registers import Display, Reading
from waymark.tasks.choices import Progress
from waymark.tasks.models.task import Task

MOST_TASKS: Final = 200
"""Tasks in one month on the page."""
_OPEN: Final = 3
_WEEK: Final = dt.timedelta(days=7)
_FIRST, _LAST = dt.date(1990, 1, 1), dt.date(2199, 12, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One task on its day."""

    task: Task
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the page; days of the months around fill the weeks and hold nothing."""

    on: dt.date
    is_inside: bool
    is_today: bool
    entries: tuple[Entry, ...] = ()

    @property
    def weekday(self) -> str | Promise:
        """Return its name, short."""
        return WEEKDAYS_ABBR[self.on.weekday()]


@dataclass(frozen=True, slots=True)
class Calendar:
    """One month: its weeks, how many are due in it, and what the month does not show."""

    first: dt.date
    today: dt.date
    weeks: tuple[tuple[DayCell, ...], ...]
    total: int
    overdue: int
    undated: int

    @property
    def title(self) -> str:
        """Return the month in words."""
        return f"{MONTHS[self.first.month]} {self.first.year}"

    @property
    def weekdays(self) -> list[tuple[str | Promise, str | Promise]]:
        """Return the names of the days, short and long, beginning with Monday."""
        return [(WEEKDAYS_ABBR[place], WEEKDAYS[place]) for place in range(7)]

    @property
    def previous(self) -> str:
        """Return the month before as an address has it, or nothing where there is none."""
        return "" if self.first <= _FIRST else f"{self.first - dt.timedelta(days=1):%Y-%m}"

    @property
    def next(self) -> str:
        """Return the month after as an address has it, or nothing where there is none."""
        return "" if self.first >= _LAST else f"{_after(self.first):%Y-%m}"

    @property
    def this_month(self) -> str:
        """Return the month of today as an address has it."""
        return f"{self.today:%Y-%m}"

    @property
    def is_this_month(self) -> bool:
        """Return whether today lies in it."""
        return self.first == self.today.replace(day=1)

    @property
    def rest(self) -> int:
        """Return how many of the month are not shown."""
        return max(0, self.total - MOST_TASKS)

    @property
    def open(self) -> int:
        """Return how many tasks of one day are shown without asking for more."""
        return _OPEN

    @property
    def most(self) -> int:
        """Return how many are shown at most."""
        return MOST_TASKS


def calendar(chosen: Any, reading: Reading) -> Calendar:
    """Return a month of what the filters leave; two queries, and one to find the month where none is asked for."""
    rows = sorted_rows(chosen, reading)
    first = chosen.beside.get("month") or _opening_month(rows, reading.today)
    last = _after(first) - dt.timedelta(days=1)
    counts = rows.order_by().aggregate(
        total=Count("pk", filter=Q(due_on__range=(first, last))),
        overdue=Count("pk", filter=Q(due_on__lt=min(first, reading.today)) & ~Q(state=Progress.DONE)),
        undated=Count("pk", filter=Q(due_on=None)),
    )
    found = rows.filter(due_on__range=(first, last)).order_by("due_on", "priority", "number")[:MOST_TASKS]
    return Calendar(first, reading.today, _weeks(first, last, list(found), reading.today), **counts)


def _opening_month(rows: Any, today: dt.date) -> dt.date:
    """Return this month if something is due in it, else that of the next task, or of the last one before."""
    first = today.replace(day=1)
    days: dict[str, dt.date | None] = rows.order_by().aggregate(
        next=Min("due_on", filter=Q(due_on__gte=first)), before=Max("due_on", filter=Q(due_on__lt=first))
    )
    return (days["next"] or days["before"] or first).replace(day=1)


def _weeks(first: dt.date, last: dt.date, tasks: list[Task], today: dt.date) -> tuple[tuple[DayCell, ...], ...]:
    on = defaultdict(list)
    for task in tasks:
        on[task.due_on].append(Entry(task, task.is_overdue(today)))
    weeks, monday = [], first - dt.timedelta(days=first.weekday())
    while monday <= last:
        days = [monday + dt.timedelta(days=place) for place in range(7)]
        weeks.append(tuple(DayCell(day, first <= day <= last, day == today, tuple(on[day])) for day in days))
        monday += _WEEK
    return tuple(weeks)


def _after(first: dt.date) -> dt.date:
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


CALENDAR: Final = Display(
    name="calendar",
    label=_("Calendar"),
    template="tasks/_calendar.html",
    build=calendar,
    fields={"month": lambda: Month(required=False, label=_("Month"))},
)
