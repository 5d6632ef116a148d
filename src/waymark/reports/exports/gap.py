"""The gap assessment as a work sheet, a report and plain data."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.catalogue.models.framework import basis_label
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Gap, Picture, PointView, RequirementView
from waymark.conformity.planned import PlanLine, PlannedTask, open_tasks, plan_of
from waymark.conformity.queries import picture_of
from waymark.conformity.scale import Exclusion, Severity, Verdict
from waymark.core.dates import day
from waymark.reports.exports.gap_evidence import evidence_block
from waymark.reports.exports.gap_excluded import excluded_controls
from waymark.reports.exports.gap_pieces import (
    Pieces,
    attached_in_words,
    evidence_in_words,
    pieces_named,
)
from waymark.reports.exports.gap_records import records_block
from waymark.reports.exports.gap_result import every_point, first_page
from waymark.reports.exports.gap_statement import statement
from waymark.reports.exports.gap_warnings import warnings_block
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
    picture = picture_of(assessment)
    tasks = open_tasks(assessment.organisation, [gap.view.point.pk for gap in picture.plan])
    pieces = pieces_named(assessment, picture)
    rows = tuple(
        _work_row(assessment, one, view, tasks.get(view.point.pk), attached_in_words(view, pieces))
        for one in picture.requirements
        for view in one.points
        if view.is_gap or not gaps_only
    )
    notes = (
        _(
            "Fill in verdict, finding, evidence, severity, action and target date; the other columns are "
            "for information."
        ),
        _("Not applicable is for a whole control: give a reason code and, as the finding, the reason."),
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
    picture = picture_of(assessment)
    plan = plan_of(assessment.organisation, picture)
    blocks: list[Block] = first_page(assessment, picture, plan)
    if assessment.incomplete_reason:
        blocks[:0] = [Paragraph(_("Closed with unrated points: %(reason)s") % {"reason": assessment.incomplete_reason})]
    if gaps_only:
        blocks += [Heading(_("Gaps"), on_new_page=True), _plan(plan)]
        return Paper(**_frame(assessment), blocks=tuple(blocks), landscape=True, logo=logo_of(assessment.organisation))
    blocks += [
        *statement(assessment, picture),
        Heading(_("Every point")),
        every_point(picture),
        *warnings_block(picture),
        _by_clause(picture),
        Heading(_("Plan")),
        _plan(plan),
    ]
    pieces = pieces_named(assessment, picture)
    for verdict in (Verdict.MISSING, Verdict.PARTIAL, Verdict.IN_PLACE, Verdict.NOT_ASSESSED, Verdict.NOT_APPLICABLE):
        # Controls that are left out as a whole follow by themselves; what was once left out in part is listed here.
        listed = tuple(
            gap
            for gap in picture.with_verdict(verdict)
            if not gap.view.point.is_guidance
            and not gap.requirement.excluded
            # A definition that nobody rated is not missing from any figure.
            and (verdict != Verdict.NOT_ASSESSED or gap.view.point.counts)
        )
        if listed:
            blocks += [Heading(str(verdict.label)), _list(verdict, listed, pieces)]
    blocks += [
        *excluded_controls(picture),
        *_guidance(picture, pieces),
        *records_block(picture, pieces),
        *evidence_block(assessment, picture),
    ]
    return Paper(**_frame(assessment), blocks=tuple(blocks), landscape=True, logo=logo_of(assessment.organisation))


def _frame(assessment: GapAssessment) -> dict[str, Any]:
    organisation = assessment.organisation
    first, last = day(assessment.started_on), day(assessment.closed_on) if assessment.closed_on else _("open")
    span = first if first == last else f"{first} – {last}"
    return {
        "title": assessment.title,
        "subtitle": f"{assessment.framework.title} · {span}",
        "organisation": organisation.name,
        "as_of": assessment.closed_on or assessment.started_on,
        "reference": assessment.reference,
        "sample": organisation.sample,
    }


def _percent(value: int | None) -> int | str:
    return "–" if value is None else value


def _facts(picture: Picture) -> list[tuple[str, int | str]]:
    points, controls, rests = picture.clause_counts, picture.control_counts, picture.clause_grades
    return [
        (_("points of clauses 4 to 10 that apply"), points.applicable),
        (_("in place"), points.in_place),
        (_("in place, evidence stored"), rests.shown),
        (_("in place, evidence named"), rests.named),
        (_("in place, claimed"), rests.claimed),
        (_("partial"), points.partial),
        (_("missing"), points.missing),
        (_("not assessed"), points.not_assessed),
        (_("readiness: share of clause points, partial counts half, %"), _percent(points.readiness)),
        (_("rated, %"), _percent(points.completion)),
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
    codes = tuple(str(code.label) for code in Exclusion)
    return (
        Column("reference", _("Reference"), 11, Kind.REFERENCE),
        Column("requirement", _("Requirement"), 26),
        Column("point", _("Point"), 52),
        _status_column("verdict", _("Verdict"), editable=True),
        Column("finding", _("Finding"), 40, editable=True),
        Column("evidence", _("Evidence"), 30, editable=True),
        Column("reason_code", _("Reason code"), 20, choices=codes, editable=True),
        Column("severity", _("Severity"), 10, choices=severities, editable=True),
        Column("action", _("Action"), 32, editable=True),
        Column("target_date", _("Target date"), 12, Kind.DATE, editable=True),
        Column("owner", _("Owner"), 20),
        Column("task", _("Task"), 10, Kind.REFERENCE),
        Column("task_due", _("Task due"), 12, Kind.DATE),
        Column("basis", _("Basis"), 10),
        Column("attached", _("Attached evidence"), 18),
        Column("key", _("Key"), 10, hidden=True),
    )


def _work_row(
    assessment: GapAssessment, one: RequirementView, view: PointView, task: PlannedTask | None, attached: str
) -> tuple[Cell, ...]:
    found = view.found
    return (
        view.point.ref,
        one.requirement.title,
        view.point.text,
        _verdict(found.verdict),
        found.finding,
        found.evidence,
        str(Exclusion(found.reason_code).label) if found.reason_code else "",
        # Only a severity somebody chose is written: a suggested one follows from the verdicts and may move.
        str(Severity(found.severity).label) if found.severity else "",
        found.action,
        found.target_on,
        one.assignment.owner or (task.owner if task else ""),
        task.reference if task else "",
        task.due_on if task else None,
        basis_label(view.point.basis),
        attached,
        f"{assessment.reference} {view.point.ref} {found.revision}",
    )


def _verdict(value: str) -> str:
    return str(Verdict(value).label)


def _by_clause(picture: Picture) -> Table:
    columns = (
        Column("ref", _("Clause"), 8, Kind.REFERENCE),
        Column("title", _("Title"), 40),
        *(Column(verdict.value, str(verdict.label), 12, Kind.NUMBER) for verdict in Verdict),
        Column("readiness", _("Share, partial counts half, %"), 12, Kind.NUMBER),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            group.ref,
            group.title,
            *(group.counts.of(verdict.value) for verdict in Verdict),
            _percent(group.counts.readiness),
        )
        for group in picture.groups
    )
    return Table(caption=_("Counts per clause and area, points that count"), columns=columns, rows=rows)


def _plan(gaps: tuple[PlanLine, ...]) -> Table:
    columns = (
        Column("severity", _("Severity"), 10),
        Column("reference", _("Reference"), 11, Kind.REFERENCE),
        Column("point", _("Point"), 40),
        Column("basis", _("Basis"), 10),
        _status_column("verdict", _("Verdict")),
        Column("finding", _("Finding"), 33),
        Column("action", _("Action"), 28),
        Column("owner", _("Owner"), 16),
        Column("due", _("Due"), 12, Kind.DATE),
        Column("task", _("Task"), 12, Kind.REFERENCE),
    )
    rows = tuple(
        (
            str((gap.view.severity or Severity.LOW).label),
            gap.point.ref,
            gap.point.text,
            basis_label(gap.point.basis),
            _verdict(gap.found.verdict),
            gap.found.finding,
            gap.found.action,
            gap.owner,
            gap.due_on,
            gap.task.reference if gap.task else "",
        )
        for gap in gaps
    )
    caption = _("Gaps, worst first, then in order of work")
    return Table(caption=caption, columns=columns, rows=rows, empty=_("No gaps."))


def _guidance(picture: Picture, pieces: Pieces) -> list[Block]:
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
            evidence_in_words(gap.view, pieces),
        )
        for gap in rated
    )
    note = _("Advised, not demanded: guidance lowers no status and counts for no figure.")
    table = Table(caption=_("Guidance"), columns=columns, rows=rows)
    return [Heading(_("Guidance")), Paragraph(note), table]


def _list(verdict: Verdict, listed: tuple[Gap, ...], pieces: Pieces) -> Table:
    columns = (
        Column("reference", _("Reference"), 11, Kind.REFERENCE),
        Column("requirement", _("Requirement"), 24),
        Column("point", _("Point"), 46),
        Column("basis", _("Basis"), 10),
        Column("finding", _("Finding"), 36),
        Column("evidence", _("Evidence"), 28),
        Column("owner", _("Owner"), 16),
        Column("judged", _("Rated on"), 12, Kind.DATE),
        Column("recorded", _("Recorded on"), 12, Kind.DATE),
    )
    rows = tuple(
        (
            gap.view.point.ref,
            gap.requirement.requirement.title,
            gap.view.point.text,
            basis_label(gap.view.point.basis),
            gap.view.found.finding,
            evidence_in_words(gap.view, pieces),
            gap.requirement.assignment.owner,
            gap.view.found.judged_on,
            gap.view.found.recorded_on,
        )
        for gap in listed
    )
    points = ngettext("%(n)d point", "%(n)d points", len(rows)) % {"n": len(rows)}
    return Table(caption=f"{verdict.label}: {points}", columns=columns, rows=rows)
