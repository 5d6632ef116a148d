"""The plan of a round with the tasks about its gaps: who does it and by when, where the gap itself says nothing."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F

from waymark.catalogue.outline import OutlinePoint
from waymark.conformity.found import Found
from waymark.conformity.gap_tasks import POINT
from waymark.conformity.picture import Gap, Picture, PointView, RequirementView
from waymark.people.models.organisation import Organisation
from waymark.tasks.models.task import Task


class PlannedTask(NamedTuple):
    """The open task about a point that is due first."""

    number: int
    owner: str
    due_on: dt.date | None

    @property
    def reference(self) -> str:
        """Return what the task is called, such as TASK-6."""
        return f"{Task.prefix}-{self.number}"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One gap of the plan, with the open task about its point if there is one."""

    gap: Gap
    task: PlannedTask | None = None

    @property
    def requirement(self) -> RequirementView:
        """Return the requirement."""
        return self.gap.requirement

    @property
    def view(self) -> PointView:
        """Return the point with its verdict."""
        return self.gap.view

    @property
    def point(self) -> OutlinePoint:
        """Return the point."""
        return self.gap.view.point

    @property
    def found(self) -> Found:
        """Return what was found on the point."""
        return self.gap.view.found

    @property
    def owner(self) -> str:
        """Return who answers for the requirement, or else owns the task."""
        return self.gap.requirement.assignment.owner or (self.task.owner if self.task else "")

    @property
    def due_on(self) -> dt.date | None:
        """Return the date of the gap, or else that of the task."""
        return self.gap.due_on or (self.task.due_on if self.task else None)


def plan_of(organisation: Organisation, picture: Picture) -> tuple[PlanLine, ...]:
    """Return every gap, the worst first, with its task; one query."""
    tasks = open_tasks(organisation, [gap.view.point.pk for gap in picture.plan])
    return tuple(PlanLine(gap, tasks.get(gap.view.point.pk)) for gap in picture.plan)


def open_tasks(organisation: Organisation, points: Collection[int]) -> dict[int, PlannedTask]:
    """Return by point the open task that is due first; no query without points, else one."""
    if not points:
        return {}
    rows = Task.objects.of(organisation).open().about(POINT, points)
    # The first one stays: read backwards, it is written last.
    ordered = rows.order_by(F("due_on").desc(nulls_first=True), "-number")
    found = ordered.values_list("about_id", "number", "owner__name", "due_on")
    return {key: PlannedTask(number, owner or "", due_on) for key, number, owner, due_on in found if key}
