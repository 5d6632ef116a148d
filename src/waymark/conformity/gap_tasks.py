"""Gaps of a round become tasks in one step, with a suggested owner and date, in the order of work."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from waymark.conformity.assignment import NOBODY, Assignment
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Gap
from waymark.conformity.queries import assignments, picture_of
from waymark.conformity.scale import Severity
from waymark.core.fields import LINE
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.tasks.choices import Origin
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create_all
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain

POINT = "catalogue.point"
# How long a gap may stay open where nobody has set a date [custom]: what is to be closed first comes first.
DAYS = {Severity.CLOSE_FIRST: 30, Severity.HIGH: 60, Severity.MEDIUM: 90, Severity.LOW: 180}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task a gap would become. `is_suggested` tells that the date comes from the severity, not from a person.

    The title is the action that somebody wrote down, or what the catalogue says is to be done.
    """

    gap: Gap
    title: str
    owner: Member | None
    due_on: dt.date
    is_suggested: bool

    @property
    def key(self) -> int:
        """Return the key of the point."""
        return self.gap.view.point.pk

    @property
    def done_when(self) -> str:
        """Return what shows that it is done, as the catalogue says; empty where it says nothing."""
        return self.gap.view.point.done_when

    @property
    def severity(self) -> Severity:
        """Return how much the gap stands in the way."""
        return self.gap.view.severity or Severity.LOW


def proposals(assessment: GapAssessment, members: Sequence[Member], today: dt.date) -> list[Proposal]:
    """Return a proposal for every gap that no open task is about, in the order of the plan; four queries."""
    gaps = picture_of(assessment).plan
    taken = _with_open_task(assessment.organisation, [gap.view.point.pk for gap in gaps])
    assignments_today = assignments(assessment.organisation, assessment.framework_id)
    here = {member.pk: member for member in members}
    filling = {role: member for member in reversed(members) for role in member.owner_roles}
    found = []
    for gap in gaps:
        if gap.view.point.pk not in taken:
            assignment = assignments_today.get(gap.requirement.ref, NOBODY)
            owner = here.get(assignment.owner_id or 0) or filling.get(gap.requirement.requirement.owner_role)
            found.append(_proposal(gap, assignment, owner, today))
    return found


def create_tasks(
    assessment: GapAssessment, found: Sequence[Proposal], chosen: Collection[int], *, otherwise: Member | None, by: Acts
) -> list[Task]:
    """Make a task of each chosen gap; `otherwise` owns those without a suggested owner.

    A gap that somebody else has made a task of meanwhile is left out, so each gap has at most one.
    """
    organisation = assessment.organisation
    with transaction.atomic():
        lock_chain(organisation.pk)
        taken = _with_open_task(organisation, list(chosen))
        drafts = [
            TaskDraft(
                title=one.title,
                note=_note(one.gap),
                done_when=one.done_when,
                about=(POINT, one.key),
                owner=one.owner or otherwise,
                due_on=one.due_on,
                priority=int(one.severity),
                origin=Origin.GAP,
            )
            for one in found
            if one.key in chosen and one.key not in taken
        ]
        return create_all(organisation, drafts, by=by)


def _proposal(gap: Gap, assignment: Assignment, owner: Member | None, today: dt.date) -> Proposal:
    due_on = gap.view.found.target_on or assignment.due_on
    suggested = today + dt.timedelta(days=DAYS[gap.view.severity or Severity.LOW])
    title = gap.view.found.action.split("\n")[0].strip() or gap.view.point.do or gap.view.point.text
    short = title if len(title) <= LINE else f"{title[: LINE - 1]}…"
    return Proposal(gap, short, owner, due_on or suggested, due_on is None)


def _note(gap: Gap) -> str:
    action = gap.view.found.action
    # A short action is the title already.
    rest = action if "\n" in action or len(action) > LINE else ""
    parts = (rest, gap.view.found.finding, f"{gap.view.point.ref} {gap.view.point.text}")
    return "\n\n".join(part for part in parts if part)


def _with_open_task(organisation: Organisation, points: Collection[int]) -> set[int]:
    about = Task.objects.of(organisation).open().about(POINT, points).values_list("about_id", flat=True)
    return {key for key in about if key is not None}
