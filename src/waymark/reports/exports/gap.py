"""The gap assessment as a work sheet, a report and plain data."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.catalogue.models.framework import basis_label
from waymark.conformity.found import Found
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Gap, Picture, PointView, RequirementView
from waymark.conformity.queries import picture_of
from waymark.conformity.scale import Severity, Verdict
from waymark.core.dates import day
from waymark.evidence.models.evidence import Evidence
from waymark.reports.exports.gap_result import every_point, first_page
from waymark.reports.logo import logo_of
from waymark.reports.paper import (
    Block,
    Cell,
    Column,
    Heading,
    Kind,
    Mark,
    Paper,
    Paragraph,
    Sheet,
    Table,
    Workbook,
)

_MARKS = {
    Verdict.IN_PLACE: Mark.FULL,
    Verdict.PARTIAL: Mark.HALF,
    Verdict.MISSING: Mark.RING,
    Verdict.NOT_ASSESSED: Mark.DASHED,
    Verdict.NOT_APPLICABLE: Mark.BAR,
}


def work_sheet(assessment: GapAssessment, *, gaps_only: bool = False) -> Workbook:
    """Return the round as a work sheet people fill in and import again: one row per point, or per gap."""
    picture, kept_back = picture_of(assessment), _kept_back(assessment)
    rows = tuple(
        _work_row(assessment, one, view, kept_back)
        for one in picture.requirements
        for view in one.points
        if view.is_gap or not gaps_only
    )
    notes = (
        _(
            "Fill in verdict, finding, evidence, severity, action and target date; the other columns are "
            "for information."
        ),
        _("Do not change the numbers in the first column: the import needs them to find each point."),
    )
    table = Table(caption=_("Points"), columns=_work_columns(), rows=rows, key="key")
    return Workbook(
        **_frame(assessment), sheets=(Sheet(_("Gap assessment"), table, notes),), facts=tuple(_facts(picture))
    )


def report(assessment: GapAssessment, *, gaps_only: bool = False) -> Paper:
    """Return the round as a report: the result on its first page, then every point, plan and lists.

    With `gaps_only` nothing follows but the plan: the gaps, the worst first.
    """
    picture, kept_back = picture_of(assessment), _kept_back(assessment)
    blocks: list[Block] = first_page(assessment, picture)
    if assessment.incomplete_reason:
        blocks[:0] = [Paragraph(_("Closed with unrated points: %(reason)s") % {"reason": assessment.incomplete_reason})]
    if gaps_only:
        blocks += [Heading(_("Gaps"), on_new_page=True), _plan(picture.plan)]
        return Paper(**_frame(assessment), blocks=tuple(blocks), landscape=True, logo=logo_of(assessment.organisation))
    blocks += [
        Heading(_("Every point"), on_new_page=True),
        every_point(picture),
        _by_clause(picture),
        Heading(_("Plan")),
        _plan(picture.plan),
    ]
    for verdict in (
        Verdict.MISSING,
        Verdict.PARTIAL,
        Verdict.IN_PLACE,
        Verdict.NOT_ASSESSED,
        Verdict.NOT_APPLICABLE,
    ):
        listed = tuple(gap for gap in picture.with_verdict(verdict) if not gap.view.point.is_guidance)
        if listed:
            blocks += [Heading(str(verdict.label)), _list(verdict, listed, kept_back)]
    blocks += _guidance(picture, kept_back)
    return Paper(**_frame(assessment), blocks=tuple(blocks), landscape=True, logo=logo_of(assessment.organisation))


def data(assessment: GapAssessment) -> dict[str, Any]:
    """Return the figures of a round as plain data, for programs."""
    picture, kept_back = picture_of(assessment), _kept_back(assessment)
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
        "points": {**asdict(points), "total": points.total},
        "readiness": points.readiness,
        "completion": points.completion,
        "claimed": len(picture.claimed),
        "controls": {**asdict(picture.control_counts), "total": picture.control_counts.total},
        "groups": [
            {"ref": group.ref, "title": group.title, **asdict(group.counts), "total": group.counts.total}
            for group in picture.groups
        ],
        "blockers": [gap.view.point.ref for gap in picture.plan if gap.view.severity == Severity.BLOCKER],
        "gaps": len(picture.plan),
        "actions": sum(bool(gap.view.found.action) for gap in picture.plan),
        "last_due_on": max((gap.due_on.isoformat() for gap in picture.plan if gap.due_on), default=None),
        "plan": [_plain_gap(gap) for gap in picture.plan],
        "requirements": [_plain_requirement(one, kept_back) for one in picture.requirements],
    }


def _plain_gap(gap: Gap) -> dict[str, Any]:
    return {
        "point": gap.view.point.ref,
        "basis": str(gap.view.point.basis),
        "verdict": gap.view.found.verdict,
        "severity": int(gap.view.severity or Severity.LOW),
        "finding": gap.view.found.finding,
        "action": gap.view.found.action,
        "owner": gap.requirement.assignment.owner or None,
        "due_on": gap.due_on.isoformat() if gap.due_on else None,
    }


def _plain_requirement(one: RequirementView, kept_back: frozenset[str]) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "title": one.requirement.title,
        "kind": "control" if one.requirement.is_control else "clause",
        "status": one.status.verdict.value,
        "incomplete": one.status.incomplete,
        "claimed": one.is_claimed,
        "owner": one.assignment.owner or None,
        "points": [
            {
                "ref": view.point.ref,
                "basis": str(view.point.basis),
                "verdict": str(view.found.verdict),
                "finding": view.found.finding,
                "evidence": view.found.evidence,
                "evidence_kept": _attached(view.found, kept_back),
                "judged_by": view.found.judged_by or None,
                "judged_on": view.found.judged_on.isoformat() if view.found.judged_on else None,
            }
            for view in one.points
        ],
    }


def _frame(assessment: GapAssessment) -> dict[str, Any]:
    organisation = assessment.organisation
    span = day(assessment.started_on) + " – " + (day(assessment.closed_on) if assessment.closed_on else _("open"))
    return {
        "title": assessment.title,
        "subtitle": f"{assessment.framework.title} · {span}",
        "organisation": organisation.name,
        "as_of": assessment.closed_on or assessment.started_on,
        "reference": assessment.reference,
        "sample": organisation.sample,
    }


def _facts(picture: Picture) -> list[tuple[str, int]]:
    points, controls, rests = picture.clause_counts, picture.control_counts, picture.clause_grades
    return [
        (_("in place"), points.in_place),
        (_("in place, evidence stored"), rests.shown),
        (_("in place, evidence named"), rests.named),
        (_("in place, claimed"), rests.claimed),
        (_("partial"), points.partial),
        (_("missing"), points.missing),
        (_("not assessed"), points.not_assessed),
        (_("readiness, %"), points.readiness),
        (_("rated, %"), points.completion),
        (_("controls in place"), controls.in_place),
        (_("controls partial"), controls.partial),
        (_("controls missing"), controls.missing),
        (_("without owner"), len(picture.unowned)),
    ]


def _status_column(key: str, label: str, width: int = 14, *, editable: bool = False) -> Column:
    marks = tuple((str(verdict.label), mark) for verdict, mark in _MARKS.items())
    choices = tuple(str(verdict.label) for verdict in Verdict)
    return Column(key, label, width, Kind.STATUS, choices=choices, marks=marks, editable=editable)


def _work_columns() -> tuple[Column, ...]:
    severities = tuple(str(severity.label) for severity in Severity)
    return (
        Column("reference", _("Reference"), 11, Kind.REFERENCE),
        Column("requirement", _("Requirement"), 26),
        Column("point", _("Point"), 52),
        _status_column("verdict", _("Verdict"), editable=True),
        Column("finding", _("Finding"), 40, editable=True),
        Column("evidence", _("Evidence"), 30, editable=True),
        Column("severity", _("Severity"), 10, choices=severities, editable=True),
        Column("action", _("Action"), 32, editable=True),
        Column("target_date", _("Target date"), 12, Kind.DATE, editable=True),
        Column("owner", _("Owner"), 20),
        Column("basis", _("Basis"), 10),
        Column("attached", _("Attached evidence"), 18),
        Column("key", _("Key"), 10, hidden=True),
    )


def _kept_back(assessment: GapAssessment) -> frozenset[str]:
    """Return the confidential evidence by reference: a file goes on to people who may not know that it exists."""
    return frozenset(
        one.reference for one in Evidence.objects.of(assessment.organisation).confidential().only("number")
    )


def _attached(found: Found, kept_back: frozenset[str]) -> list[str]:
    return [reference for reference in found.backing.pieces if reference not in kept_back]


def _work_row(
    assessment: GapAssessment, one: RequirementView, view: PointView, kept_back: frozenset[str]
) -> tuple[Cell, ...]:
    found = view.found
    return (
        view.point.ref,
        one.requirement.title,
        view.point.text,
        _verdict(found.verdict),
        found.finding,
        found.evidence,
        # Only a severity somebody chose is written: a suggested one follows from the verdicts and may move.
        str(Severity(found.severity).label) if found.severity else "",
        found.action,
        found.target_on,
        one.assignment.owner,
        basis_label(view.point.basis),
        ", ".join(_attached(found, kept_back)),
        f"{assessment.reference} {view.point.ref} {found.revision}",
    )


def _verdict(value: str) -> str:
    return str(Verdict(value).label)


def _by_clause(picture: Picture) -> Table:
    columns = (
        Column("ref", _("Clause"), 8, Kind.REFERENCE),
        Column("title", _("Title"), 40),
        *(Column(verdict.value, str(verdict.label), 12, Kind.NUMBER) for verdict in Verdict),
        Column("readiness", _("Readiness, %"), 12, Kind.NUMBER),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            group.ref,
            group.title,
            *(group.counts.of(verdict.value) for verdict in Verdict),
            group.counts.readiness,
        )
        for group in picture.groups
    )
    return Table(caption=_("Counts per clause and area, points that count"), columns=columns, rows=rows)


def _plan(gaps: tuple[Gap, ...]) -> Table:
    columns = (
        Column("severity", _("Severity"), 10),
        Column("reference", _("Reference"), 11, Kind.REFERENCE),
        Column("point", _("Point"), 40),
        Column("basis", _("Basis"), 10),
        _status_column("verdict", _("Verdict")),
        Column("finding", _("Finding"), 34),
        Column("action", _("Action"), 28),
        Column("owner", _("Owner"), 16),
        Column("due", _("Due"), 12, Kind.DATE),
    )
    rows = tuple(
        (
            str((gap.view.severity or Severity.LOW).label),
            gap.view.point.ref,
            gap.view.point.text,
            basis_label(gap.view.point.basis),
            _verdict(gap.view.found.verdict),
            gap.view.found.finding,
            gap.view.found.action,
            gap.requirement.assignment.owner,
            gap.due_on,
        )
        for gap in gaps
    )
    caption = _("Gaps, worst first, then in order of work")
    return Table(caption=caption, columns=columns, rows=rows, empty=_("No gaps."))


def _guidance(picture: Picture, kept_back: frozenset[str]) -> list[Block]:
    """Return the points of guidance that somebody rated, apart from what counts."""
    rated = tuple(
        gap
        for verdict in (Verdict.MISSING, Verdict.PARTIAL, Verdict.IN_PLACE)
        for gap in picture.with_verdict(verdict)
        if gap.view.point.is_guidance
    )
    if not rated:
        return []
    columns = (
        Column("reference", _("Reference"), 11, Kind.REFERENCE),
        Column("requirement", _("Requirement"), 24),
        Column("point", _("Point"), 46),
        _status_column("verdict", _("Verdict")),
        Column("finding", _("Finding"), 36),
        Column("evidence", _("Evidence"), 28),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            gap.view.point.ref,
            gap.requirement.requirement.title,
            gap.view.point.text,
            _verdict(gap.view.found.verdict),
            gap.view.found.finding,
            _evidence(gap.view.found, kept_back),
        )
        for gap in rated
    )
    note = _("Advised, not demanded: guidance lowers no status and counts for no figure.")
    table = Table(caption=_("Guidance"), columns=columns, rows=rows)
    return [Heading(_("Guidance")), Paragraph(note), table]


def _list(verdict: Verdict, listed: tuple[Gap, ...], kept_back: frozenset[str]) -> Table:
    columns = (
        Column("reference", _("Reference"), 11, Kind.REFERENCE),
        Column("requirement", _("Requirement"), 24),
        Column("point", _("Point"), 46),
        Column("basis", _("Basis"), 10),
        Column("finding", _("Finding"), 36),
        Column("evidence", _("Evidence"), 28),
        Column("owner", _("Owner"), 16),
        Column("judged", _("Rated on"), 12, Kind.DATE),
    )
    rows = tuple(
        (
            gap.view.point.ref,
            gap.requirement.requirement.title,
            gap.view.point.text,
            basis_label(gap.view.point.basis),
            gap.view.found.finding,
            _evidence(gap.view.found, kept_back) or (_("claimed, no evidence") if gap.view.found.is_claimed else ""),
            gap.requirement.assignment.owner,
            gap.view.found.judged_on,
        )
        for gap in listed
    )
    points = ngettext("%(n)d point", "%(n)d points", len(rows)) % {"n": len(rows)}
    return Table(caption=f"{verdict.label}: {points}", columns=columns, rows=rows)


def _evidence(found: Found, kept_back: frozenset[str]) -> str:
    return "; ".join(part for part in (found.evidence, ", ".join(_attached(found, kept_back))) if part)
