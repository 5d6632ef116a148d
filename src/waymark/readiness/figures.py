"""The figures of one organisation: its step, the three counts, what is overdue, the next date, the last act."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from waymark.conformity.queries import last_closed, picture_taken_up
from waymark.conformity.rollup import Counts, Grades
from waymark.people.models.organisation import Organisation
from waymark.tasks.models.task import Task
from waymark.trail.models import Entry

TASK, GAP, CERTIFICATE = "task", "gap", "certificate"
"""What the next date belongs to."""
_DAYS: Final = ("next_on",)
_MOMENTS: Final = ("last_at",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of a day, over the points of clauses 4 to 10 that decide; equal to those of the path page.

    What is in place is `shown` (evidence is kept behind it), `named` (only words name evidence) or `claimed`.
    """

    step: int = 1
    has_framework: bool = False
    shown: int = 0
    named: int = 0
    claimed: int = 0
    partial: int = 0
    missing: int = 0
    not_assessed: int = 0
    late_tasks: int = 0
    late_gaps: int = 0
    next_on: dt.date | None = None
    next_is: str = ""
    last_event: str = ""
    last_by: str = ""
    last_at: dt.datetime | None = None

    @property
    def in_place(self) -> int:
        """Return how many points are in place, whatever that rests on."""
        return self.shown + self.named + self.claimed

    @property
    def overdue(self) -> int:
        """Return how many tasks and gaps are overdue."""
        return self.late_tasks + self.late_gaps


def work_out(organisation: Organisation, today: dt.date, last: Entry | None) -> Figures:
    """Return the figures of an organisation on a day; `last` is the end of its chain. At most six queries."""
    picture = picture_taken_up(organisation)
    closed, unrated = last_closed(organisation)
    late_tasks, next_task = Task.objects.of(organisation).overdue_and_next(today)
    due = [gap.due_on for gap in picture.plan if gap.due_on is not None] if picture else []
    next_on, next_is = _soonest(
        (next_task, TASK),
        (min((day for day in due if day >= today), default=None), GAP),
        (_ahead(organisation.certificate_target_on, today), CERTIFICATE),
    )
    counts = picture.clause_counts if picture else Counts()
    grades = picture.clause_grades if picture else Grades()
    return Figures(
        step=1 if closed is None or unrated else 2,
        has_framework=picture is not None,
        shown=grades.shown,
        named=grades.named,
        claimed=grades.claimed,
        partial=counts.partial,
        missing=counts.missing,
        not_assessed=counts.not_assessed,
        late_tasks=late_tasks,
        late_gaps=sum(day < today for day in due),
        next_on=next_on,
        next_is=next_is,
        last_event=last.event if last else "",
        last_by=last.actor_name if last else "",
        last_at=last.at if last else None,
    )


def to_keep(figures: Figures) -> dict[str, Any]:
    """Return figures as plain data."""
    return {name: one.isoformat() if isinstance(one, dt.date) else one for name, one in asdict(figures).items()}


def from_kept(kept: dict[str, Any]) -> Figures:
    """Return figures from what was kept of them."""
    values = dict(kept)
    for name in _DAYS:
        values[name] = dt.date.fromisoformat(values[name]) if values[name] else None
    for name in _MOMENTS:
        values[name] = dt.datetime.fromisoformat(values[name]) if values[name] else None
    return Figures(**values)


def _ahead(day: dt.date | None, today: dt.date) -> dt.date | None:
    return day if day is not None and day >= today else None


def _soonest(*dates: tuple[dt.date | None, str]) -> tuple[dt.date | None, str]:
    return min(_known(dates), default=(None, ""), key=lambda pair: pair[0])


def _known(dates: Iterable[tuple[dt.date | None, str]]) -> Iterable[tuple[dt.date, str]]:
    return ((day, what) for day, what in dates if day is not None)
