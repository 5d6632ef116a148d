"""What the path page shows: the five steps, the counts, what is in the way, what to do next."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Picture
from waymark.conformity.queries import newest_round, picture_taken_up, progress_of
from waymark.core.clock import day_in
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.readiness.next_act import Act, Situation, acts_for
from waymark.readiness.steps import Step, steps_for
from waymark.readiness.target import Target, target_of
from waymark.tasks.models.task import Task


@dataclass(frozen=True)
class PathPage:
    """Everything on the path page. `acts` are the next best act and its runners-up, at most three."""

    picture: Picture | None
    current: GapAssessment | None
    last: GapAssessment | None
    steps: tuple[Step, ...]
    acts: tuple[tuple[Act, str], ...]
    overdue: int
    stale: int
    late_tasks: int
    members: int
    today: dt.date
    target: Target | None

    @property
    def step(self) -> Step:
        """Return the step the organisation is on."""
        return next((step for step in self.steps if step.is_here), self.steps[-1])

    @property
    def lead(self) -> tuple[Act, str] | None:
        """Return the next best act, or None where the reader can do none."""
        return self.acts[0] if self.acts else None

    @property
    def sentence(self) -> str | Promise:
        """Return the sentence of the page."""
        return self.step.sentence


def path_page(organisation: Organisation, member: Member) -> PathPage:
    """Return the path page of one organisation as one member may act on it. At most nine queries."""
    today = day_in(organisation.time_zone)
    current, last = newest_round(organisation, closed=False), newest_round(organisation, closed=True)
    picture = picture_taken_up(organisation)
    progress = progress_of(current) if current else None
    members = Member.objects.of(organisation).active().count()
    situation = Situation(
        has_framework=picture is not None,
        members=members,
        unowned=len(picture.unowned) if picture else 0,
        requirements=len(picture.requirements) if picture else 0,
        current=current,
        unrated=progress[1] - progress[0] if progress else 0,
        last=last,
        blockers=sum(gap.view.severity == 1 for gap in picture.plan) if picture else 0,
        gaps=len(picture.plan) if picture else 0,
        undated=sum(gap.due_on is None for gap in picture.plan) if picture else 0,
        claimed=len(picture.claimed) if picture else 0,
    )
    late_tasks, after = Task.objects.of(organisation).overdue_and_after(today, organisation.certificate_target_on)
    allowed = [act for act in acts_for(situation) if member.can(act.right)]
    return PathPage(
        picture=picture,
        current=current,
        last=last,
        steps=steps_for(situation, progress),
        acts=tuple((act, _address(act, organisation, current or last)) for act in allowed[:3]),
        overdue=sum(gap.due_on is not None and gap.due_on < today for gap in picture.plan) if picture else 0,
        stale=Evidence.objects.of(organisation).going_stale_by(today).count(),
        late_tasks=late_tasks,
        members=members,
        today=today,
        target=target_of(organisation.certificate_target_on, today, picture.plan if picture else (), after),
    )


def _address(act: Act, organisation: Organisation, assessment: GapAssessment | None) -> str:
    parts: list[str | int] = [organisation.slug]
    if act.in_round and assessment is not None:
        parts.append(assessment.number)
    return reverse(act.address, args=parts) + act.query
