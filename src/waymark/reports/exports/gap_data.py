"""The gap assessment as plain data, for programs."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import RequirementView
from waymark.conformity.planned import PlanLine, plan_of
from waymark.conformity.queries import picture_of
from waymark.conformity.rollup import Counts
from waymark.conformity.scale import Severity
from waymark.reports.exports.gap_evidence import plain_evidence
from waymark.reports.exports.gap_excluded import plain_exclusion
from waymark.reports.exports.gap_pieces import every_reference, pieces_named, plain_backing
from waymark.reports.exports.gap_records import plain_records
from waymark.reports.exports.gap_statement import plain_statement
from waymark.reports.exports.gap_warnings import plain_warnings


def data(assessment: GapAssessment) -> dict[str, Any]:
    """Return the figures of a round as plain data, for programs."""
    picture = picture_of(assessment)
    references = every_reference(assessment, picture)
    plan = plan_of(assessment.organisation, picture)
    points = picture.clause_counts
    return {
        "organisation": assessment.organisation.slug,
        "demo": assessment.organisation.sample,
        "reference": assessment.reference,
        "title": assessment.title,
        "framework": assessment.framework.title,
        "state": assessment.state,
        "started_on": assessment.started_on.isoformat(),
        "closed_on": assessment.closed_on.isoformat() if assessment.closed_on else None,
        "incomplete_reason": assessment.incomplete_reason,
        "report": plain_statement(assessment, picture),
        **plain_evidence(assessment, picture),
        "points": _plain_counts(points),
        "readiness": points.readiness,
        "completion": points.completion,
        "claimed": len(picture.claimed),
        "controls": _plain_counts(picture.control_counts),
        "groups": [{"ref": group.ref, "title": group.title, **_plain_counts(group.counts)} for group in picture.groups],
        "close_first": [one.ref for one in picture.close_first],
        "warnings": plain_warnings(picture),
        "gaps": len(plan),
        "actions": sum(bool(gap.found.action) for gap in plan),
        "last_due_on": max((gap.due_on.isoformat() for gap in plan if gap.due_on), default=None),
        "plan": [_plain_gap(gap) for gap in plan],
        "records": plain_records(picture, pieces_named(assessment, picture)),
        "requirements": [_plain_requirement(one, references) for one in picture.requirements],
    }


def _plain_counts(counts: Counts) -> dict[str, int]:
    return {**asdict(counts), "applicable": counts.applicable, "total": counts.total}


def _plain_gap(gap: PlanLine) -> dict[str, Any]:
    return {
        "point": gap.point.ref,
        "basis": str(gap.point.basis),
        "verdict": gap.found.verdict,
        "severity": int(gap.view.severity or Severity.LOW),
        "finding": gap.found.finding,
        "action": gap.found.action,
        "owner": gap.owner or None,
        "due_on": gap.due_on.isoformat() if gap.due_on else None,
        "task": gap.task.reference if gap.task else None,
    }


def _plain_requirement(one: RequirementView, references: Mapping[int, list[str]]) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "title": one.requirement.title,
        "kind": "control" if one.requirement.is_control else "clause",
        "status": one.status.verdict.value,
        "incomplete": one.status.incomplete,
        "claimed": one.is_claimed,
        "exclusion": plain_exclusion(one),
        "owner": one.assignment.owner or None,
        "points": [
            {
                "ref": view.point.ref,
                "basis": str(view.point.basis),
                "verdict": str(view.found.verdict),
                "finding": view.found.finding,
                "evidence": view.found.evidence,
                **plain_backing(view, references),
            }
            for view in one.points
        ],
    }
