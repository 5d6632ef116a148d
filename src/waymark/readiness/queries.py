"""What the path page shows: the five steps, the counts, what is in the way, what to do next."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.functional import Promise

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Picture
from waymark.conformity.planned import PlanLine, plan_of
from waymark.conformity.queries import last_closed, newest_round, picture_taken_up, progress_of
from waymark.core.charts import HeatStrip, heat_strip
from waymark.core.clock import day_in
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.readiness.implementing import RecordsLine, records_lines
from waymark.readiness.next_act import Act, Situation, acts_for
from waymark.readiness.steps import Step, steps_for
from waymark.readiness.target import Target, target_of
from waymark.tasks.models.task import Task


@dataclass(frozen=True, slots=True)
class FromRound:
    """A round that some of the figures come from, and how many points of the clauses those are."""

    assessment: GapAssessment
    points: int


@dataclass(frozen=True)
class PathPage:
    """Everything on the path page. `acts` are the next best act and its runners-up, at most three.

    `sources` are the rounds that the figures come from, the newest first: on each point the newest verdict counts.
    """

    picture: Picture | None
    plan: tuple[PlanLine, ...]
    sources: tuple[FromRound, ...]
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
    records: tuple[RecordsLine, ...]

    @property
    def clause_heat(self) -> HeatStrip:
        """Return the squares of clauses 4 to 10, clause by clause."""
        return self._heat(controls=False)

    @property
    def control_heat(self) -> HeatStrip:
        """Return the squares of the chosen controls, area by area."""
        return self._heat(controls=True)

    @property
    def titles(self) -> dict[str, str]:
        """Return the titles of clauses and areas by their numbers."""
        return {group.ref: group.title for group in self.picture.groups} if self.picture else {}

    @property
    def worst_round(self) -> GapAssessment | None:
        """Return the round in which the worst gap was found."""
        found = self.picture.plan[0].view.found.assessment_id if self.picture and self.picture.plan else 0
        return next((one.assessment for one in self.sources if one.assessment.pk == found), self.current or self.last)

    @property
    def is_quiet(self) -> bool:
        """Return whether nothing needs attention."""
        picture = self.picture
        return picture is None or not any((picture.unowned, picture.claimed, self.stale, self.late_tasks, self.overdue))

    def _heat(self, *, controls: bool) -> HeatStrip:
        if self.picture is None:
            return heat_strip([])
        rows = zip(self.picture.groups, self._squares, strict=True)
        return heat_strip([row for group, row in rows if group.requirements[0].requirement.is_control is controls])

    @cached_property
    def _squares(self) -> list[tuple[str, list[str]]]:
        return self.picture.squares if self.picture else []

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
    """Return the path page of one organisation as one member may act on it. At most eleven queries."""
    today = day_in(organisation.time_zone)
    current, (last, left_unrated) = newest_round(organisation, closed=False), last_closed(organisation)
    picture = picture_taken_up(organisation)
    plan = plan_of(organisation, picture) if picture else ()
    progress = progress_of(current) if current else None
    members = Member.objects.of(organisation).active().count()
    situation = Situation(
        has_framework=picture is not None,
        members=members,
        unowned=len(picture.unowned) if picture else 0,
        requirements=len(picture.requirements) if picture else 0,
        current=current,
        unrated=progress.base - progress.counted if progress else 0,
        last=last,
        close_first=len(picture.close_first) if picture else 0,
        gaps=len(picture.plan) if picture else 0,
        undated=sum(line.due_on is None for line in plan),
        claimed=len(picture.claimed) if picture else 0,
        judge_again=len(picture.to_judge_again) if picture else 0,
        left_unrated=left_unrated,
    )
    late_tasks, after = Task.objects.of(organisation).overdue_and_after(today, organisation.certificate_target_on)
    allowed = [act for act in acts_for(situation) if member.can(act.right)]
    sources = _sources(organisation, picture, current, last)
    page = PathPage(
        picture=picture,
        plan=plan,
        sources=sources,
        current=current,
        last=last,
        steps=steps_for(situation, progress),
        acts=(),
        overdue=sum(gap.due_on is not None and gap.due_on < today for gap in picture.plan) if picture else 0,
        stale=Evidence.objects.of(organisation).going_stale_by(today).count(),
        late_tasks=late_tasks,
        members=members,
        today=today,
        target=target_of(organisation.certificate_target_on, today, picture.plan if picture else (), after),
        records=records_lines(organisation, member, picture, today),
    )
    acts = tuple(
        (act, _address(act, organisation, page.worst_round if act.in_plan else current or last)) for act in allowed[:3]
    )
    return replace(page, acts=acts)


def _sources(
    organisation: Organisation, picture: Picture | None, *known: GapAssessment | None
) -> tuple[FromRound, ...]:
    if picture is None:
        return ()
    # Rounds that only controls or guidance come from are sources too, of no point of the clauses.
    keys = {view.found.assessment_id for one in picture.requirements for view in one.points} - {0}
    points = Counter(view.found.assessment_id for one in picture.clauses for view in one.deciding)
    rounds = {one.pk: one for one in known if one is not None}
    older = keys - rounds.keys()
    if older:
        rounds |= {one.pk: one for one in GapAssessment.objects.of(organisation).light().filter(pk__in=older)}
    found = [FromRound(rounds[key], points[key]) for key in keys]
    return tuple(sorted(found, key=lambda one: (one.assessment.started_on, one.assessment.number), reverse=True))


def _address(act: Act, organisation: Organisation, assessment: GapAssessment | None) -> str:
    parts: list[str | int] = [organisation.slug]
    if (act.in_round or act.in_plan) and assessment is not None:
        parts.append(assessment.number)
    return reverse(act.address, args=parts) + act.query
