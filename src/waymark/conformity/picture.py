"""The picture of a round, or of today: every point with what was found, rolled up. No data access."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy

from waymark.catalogue.outline import Outline, OutlinePoint, OutlineRequirement
from waymark.conformity.assignment import NOBODY, Assignment
from waymark.conformity.backing import NO_CURRENCY, NOTHING_BEHIND, UNBACKED, Behind, Currency
from waymark.conformity.found import NOTHING, Found
from waymark.conformity.rollup import (
    CLOSE_FIRST_WHOLES,
    DEFINITION,
    Counts,
    Grades,
    Status,
    add_up,
    count,
    count_grades,
    status_of,
    suggested_severity,
    that_count,
    with_definitions,
)
from waymark.conformity.scale import GAPS, Severity, Verdict
from waymark.core.charts import Bar, HeatStrip, heat_strip, stacked_bar

_BECAUSE = (
    gettext_lazy("%(n)d partial"),
    gettext_lazy("%(n)d missing"),
    gettext_lazy("%(n)d not assessed"),
    gettext_lazy("%(n)d without evidence"),
    gettext_lazy("%(n)d on unverified evidence"),
    gettext_lazy("%(n)d rated in place without current evidence"),
    gettext_lazy("%(n)d with newer evidence"),
)


_CURRENCIES = ("stale", "soon", "current")


@dataclass(frozen=True, slots=True)
class PointView:
    """One point with what was found; `severity` is the assessor's or the suggested one."""

    point: OutlinePoint
    found: Found
    severity: Severity | None

    @property
    def is_gap(self) -> bool:
        """Return whether something is left to do."""
        return self.found.verdict in GAPS


@dataclass(frozen=True, slots=True)
class RequirementView:
    """One requirement with its points, its status and who answers for it; `pieces` of evidence behind any of them."""

    requirement: OutlineRequirement
    points: tuple[PointView, ...]
    status: Status
    counts: Counts
    assignment: Assignment
    pieces: int = 0

    @property
    def ref(self) -> str:
        """Return the number."""
        return self.requirement.ref

    @property
    def deciding(self) -> tuple[PointView, ...]:
        """Return the points that count for figures: those the clause or the bare control asks for."""
        return tuple(view for view in self.points if view.point.counts)

    @property
    def asked(self) -> tuple[PointView, ...]:
        """Return the points that are no guidance."""
        return tuple(view for view in self.points if not view.point.is_guidance)

    @property
    def guidance(self) -> tuple[PointView, ...]:
        """Return the points that are guidance: listed apart, and rated by whoever wants to improve."""
        return tuple(view for view in self.points if view.point.is_guidance)

    @property
    def excluded(self) -> Found | None:
        """Return why a control is not applicable in a round, or None while it applies."""
        is_out = self.requirement.is_control and self.status.verdict is Verdict.NOT_APPLICABLE
        return self.deciding[0].found if is_out else None

    @property
    def gaps(self) -> tuple[PointView, ...]:
        """Return the points where something is left to do."""
        return tuple(view for view in self.points if view.is_gap)

    @property
    def because(self) -> str:
        """Return the reason of the status in one line."""
        counts = self.counts
        if not counts.applicable:
            return "–"
        parts = [counts.in_place_total.in_place]
        numbers = (
            counts.partial,
            counts.missing,
            counts.not_assessed,
            sum(view.found.is_claimed for view in self.deciding),
            sum(bool(view.found.backing.unverified) for view in self.deciding),
            sum(view.found.is_lowered for view in self.points),
            sum(view.found.judge_again for view in self.points),
        )
        for number, words in zip(numbers, _BECAUSE, strict=True):
            if number:
                parts.append(str(words) % {"n": number})
        return ", ".join(parts)

    @property
    def currency(self) -> Currency:
        """Return whether the evidence behind its points is current: the worst of them, the soonest first."""
        given = [view.found.currency for view in self.points if view.found.currency.state]
        return min(given, key=lambda one: (_CURRENCIES.index(one.state), one.until or dt.date.min), default=NO_CURRENCY)

    @property
    def evidence_count(self) -> int:
        """Return how many pieces of evidence are kept, and points that name some in words."""
        return self.pieces + sum(bool(view.found.evidence) for view in self.points)

    @property
    def is_claimed(self) -> bool:
        """Return whether it is in place on somebody's word alone for at least one point that counts."""
        return self.status.verdict is Verdict.IN_PLACE and any(view.found.is_claimed for view in self.deciding)

    @property
    def newest(self) -> Found | None:
        """Return the newest judgement on any of the points."""
        given = [view.found for view in self.points if view.found.judgement_id]
        return max(given, key=lambda found: (found.judged_on or dt.date.min, found.judgement_id), default=None)


@dataclass(frozen=True)
class GroupView:
    """A clause such as 6 Planning, or an area such as A.7, with its requirements."""

    ref: str
    title: str
    requirements: tuple[RequirementView, ...]

    @cached_property
    def counts(self) -> Counts:
        """Return the counts over all points that count."""
        return add_up(one.counts for one in self.requirements)

    @property
    def owned(self) -> int:
        """Return how many of the requirements have an owner."""
        return sum(bool(one.assignment.owner) for one in self.requirements)


@dataclass(frozen=True)
class Gap:
    """A line of the plan."""

    requirement: RequirementView
    view: PointView

    @property
    def due_on(self) -> dt.date | None:
        """Return the target date of the point, or the due date of the requirement."""
        return self.view.found.target_on or self.requirement.assignment.due_on

    def is_overdue(self, today: dt.date) -> bool:
        """Return whether it is a gap whose date has passed."""
        return self.view.is_gap and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Picture:
    """Everything known at once: requirements in order, counts, gaps, plan."""

    requirements: tuple[RequirementView, ...]
    outline: Outline

    @cached_property
    def by_ref(self) -> dict[str, RequirementView]:
        """Return the requirements by number."""
        return {view.ref: view for view in self.requirements}

    @cached_property
    def clauses(self) -> tuple[RequirementView, ...]:
        """Return the clauses."""
        return tuple(view for view in self.requirements if not view.requirement.is_control)

    @cached_property
    def controls(self) -> tuple[RequirementView, ...]:
        """Return the chosen controls."""
        return tuple(view for view in self.requirements if view.requirement.is_control)

    @cached_property
    def clause_counts(self) -> Counts:
        """Return the counts over the points of clauses 4 to 10: the figures of a gap assessment."""
        return add_up(one.counts for one in self.clauses)

    @cached_property
    def clause_grades(self) -> Grades:
        """Return what those of them that are in place rest on."""
        return count_grades(view.found.grade for one in self.clauses for view in one.deciding)

    @cached_property
    def control_point_counts(self) -> Counts:
        """Return the counts over the control points of Annex A; guidance points stay out."""
        return add_up(one.counts for one in self.controls)

    @cached_property
    def control_counts(self) -> Counts:
        """Return how many chosen controls have each status."""
        return count(view.status.verdict for view in self.controls)

    @cached_property
    def requirement_counts(self) -> Counts:
        """Return how many requirements, clauses and controls together, have each status."""
        return count(view.status.verdict for view in self.requirements)

    @cached_property
    def all_points(self) -> Counts:
        """Return the counts over the points of clauses and controls that count: what there is to rate."""
        return add_up(one.counts for one in self.requirements)

    @cached_property
    def every_point(self) -> Counts:
        """Return the counts over every point, definitions and guidance too."""
        return count(view.found.verdict for one in self.requirements for view in one.points)

    @cached_property
    def unowned(self) -> tuple[RequirementView, ...]:
        """Return the requirements nobody answers for."""
        return tuple(view for view in self.requirements if not view.assignment.owner)

    @cached_property
    def groups(self) -> tuple[GroupView, ...]:
        """Return clauses and areas with their requirements, in order."""
        inside: dict[str, list[RequirementView]] = {}
        for view in self.requirements:
            inside.setdefault(view.requirement.group, []).append(view)
        return tuple(GroupView(ref, self.outline.group_title(ref), tuple(views)) for ref, views in inside.items())

    @property
    def squares(self) -> list[tuple[str, list[str]]]:
        """Return the verdict of every point that counts, clause by clause; `claimed` for in place without evidence."""
        return [
            (group.ref, [_square(view) for one in group.requirements for view in one.deciding]) for group in self.groups
        ]

    @property
    def heat(self) -> HeatStrip:
        """Return the geometry of the heat strip."""
        return heat_strip(self.squares)

    @property
    def bar(self) -> Bar:
        """Return the geometry of the bar over the points of the clauses."""
        return stacked_bar(asdict(self.clause_counts))

    @cached_property
    def plan(self) -> tuple[Gap, ...]:
        """Return every gap, the worst first, then in the order of work of path.md section 3."""
        gaps = [Gap(view, gap) for view in self.requirements for gap in view.gaps]
        return tuple(
            sorted(
                gaps,
                key=lambda gap: (
                    gap.view.severity or Severity.LOW,
                    gap.requirement.requirement.order_of_work,
                    gap.view.point.number,
                ),
            )
        )

    @cached_property
    def close_first(self) -> tuple[RequirementView, ...]:
        """Return the requirements with a gap to close first: counted by requirement, however many points it has."""
        first = Severity.CLOSE_FIRST
        return tuple(one for one in self.requirements if any(view.severity == first for view in one.gaps))

    def with_verdict(self, verdict: str) -> tuple[Gap, ...]:
        """Return the points with one verdict, in the order of the standard: one of the three lists."""
        return tuple(
            Gap(one, view) for one in self.requirements for view in one.points if view.found.verdict == verdict
        )

    @cached_property
    def to_look_again(self) -> tuple[Gap, ...]:
        """Return the points whose verdict came over from the edition before and waits to be confirmed or changed."""
        return tuple(Gap(one, view) for one in self.requirements for view in one.points if view.found.looks_again)

    @cached_property
    def to_judge_again(self) -> tuple[Gap, ...]:
        """Return the points for which there is evidence newer than the verdict."""
        return tuple(Gap(one, view) for one in self.requirements for view in one.points if view.found.judge_again)

    @cached_property
    def claimed(self) -> tuple[Gap, ...]:
        """Return the points that are in place on somebody's word alone."""
        return tuple(Gap(one, view) for one in self.requirements for view in one.points if view.found.is_claimed)


def draw(
    outline: Outline,
    found: Mapping[int, Found],
    *,
    assignments: Mapping[str, Assignment],
    requirements: Iterable[OutlineRequirement],
    behind: Behind = NOTHING_BEHIND,
) -> Picture:
    """Return the picture of the given requirements from what was found, and the evidence behind it, by point id.

    Where the evidence is looked at on a day, it says whether that is current then. Only the picture of today `lowers`
    what no current evidence backs any more; a dated round shows what was found then.
    """
    chosen = list(requirements)
    named = [pk for pk, one in found.items() if one.evidence] if behind.day else []
    backed = {
        pk: found.get(pk, NOTHING).backed(behind.points.get(pk, UNBACKED), behind.day, lowers=behind.lowers)
        for pk in {*behind.points, *named}
    }
    found = {**found, **backed} if backed else found
    counts = {
        one.ref: count(that_count((point.basis, found.get(point.pk, NOTHING).verdict) for point in one.points))
        for one in chosen
    }
    statuses = {one.ref: _status(one, counts[one.ref], found) for one in chosen}
    views = []
    for one in chosen:
        status = statuses[one.ref]
        points = tuple(
            PointView(point, what, _severity(one, point, what, status))
            for point in one.points
            for what in (found.get(point.pk, NOTHING),)
        )
        views.append(
            RequirementView(
                one,
                points,
                status,
                counts[one.ref],
                assignments.get(one.ref, NOBODY),
                behind.requirements.get(one.pk, 0),
            )
        )
    return Picture(tuple(views), outline)


def _status(one: OutlineRequirement, counts: Counts, found: Mapping[int, Found]) -> Status:
    definitions = [found.get(point.pk, NOTHING).verdict for point in one.points if point.basis == DEFINITION]
    return with_definitions(status_of(counts), definitions)


def figures_of(picture: Picture) -> dict[str, Any]:
    """Return the counts of a picture as plain data: the figures a closed round keeps."""
    return {
        "points": asdict(picture.clause_counts),
        "controls": asdict(picture.control_counts),
        "all_points": asdict(picture.all_points),
        "claimed": len(picture.claimed),
        "readiness": picture.clause_counts.readiness,
        "completion": picture.clause_counts.completion,
    }


def _severity(one: OutlineRequirement, point: OutlinePoint, what: Found, status: Status) -> Severity | None:
    if what.verdict not in GAPS:
        return None
    if what.severity is not None:
        return Severity(what.severity)
    return suggested_severity(
        what.verdict,
        basis=point.basis,
        whole_is_missing=status.verdict is Verdict.MISSING,
        whole_comes_first=one.ref in CLOSE_FIRST_WHOLES,
        document_is_explicit=one.asks_for_documents,
    )


def _square(view: PointView) -> str:
    return "claimed" if view.found.is_claimed else str(view.found.verdict)
