"""The first page of the report of a round: the result, and what to do about it first."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Picture
from waymark.conformity.planned import PlanLine
from waymark.conformity.scale import Severity, Verdict
from waymark.core.chart_svg import named_heat_svg, result_svg
from waymark.core.charts import heat_strip, stacked_bar
from waymark.core.dates import day
from waymark.reports.paper import Block, Bullets, Cell, Chart, Column, Kind, Paragraph, Table

_FIRST, _LONGEST_ACTION = 5, 110
_BAR_WIDTH, _BAR_HEIGHT = 840.0, 22.0


def first_page(assessment: GapAssessment, picture: Picture, plan: tuple[PlanLine, ...]) -> list[Block]:
    """Return the result as a bar, in five sentences and as the five gaps to close first, with scope and assessors."""
    return [
        _result(picture),
        Bullets(_sentences(picture, plan)),
        # Before the table: where long names make that run over the page, its last rows do, and not this line alone.
        Paragraph(_scope(assessment, picture), quiet=True),
        _first_gaps(plan[:_FIRST]),
    ]


def every_point(picture: Picture) -> Chart:
    """Return every point as a square, with the title of each clause and area, and a legend."""
    legend = {
        "in_place": _("In place"),
        "claimed": _("In place, no evidence"),
        "partial": str(Verdict.PARTIAL.label),
        "missing": str(Verdict.MISSING.label),
        "not_assessed": str(Verdict.NOT_ASSESSED.label),
        "not_applicable": str(Verdict.NOT_APPLICABLE.label),
    }
    names = {group.ref: group.title for group in picture.groups}
    title = _("Every point that counts, by clause and area")
    return Chart(
        named_heat_svg(heat_strip(picture.squares), title, names, legend),
        alt=_("Every point as a square, clause by clause; the table below has the counts."),
    )


def _result(picture: Picture) -> Chart:
    counts, rests = picture.clause_counts, picture.clause_grades
    parts = {
        "shown": (rests.shown, _("In place, evidence stored: %(n)d")),
        "named": (rests.named, _("In place, evidence named: %(n)d")),
        "claimed": (rests.claimed, _("In place, claimed: %(n)d")),
        "partial": (counts.partial, _("Partial: %(n)d")),
        "missing": (counts.missing, _("Missing: %(n)d")),
        "not_assessed": (counts.not_assessed, _("Not rated yet: %(n)d")),
    }
    legend = {kind: words % {"n": number} for kind, (number, words) in parts.items()}
    bar = stacked_bar({kind: number for kind, (number, _text) in parts.items()}, width=_BAR_WIDTH, height=_BAR_HEIGHT)
    words = _("Result: the %(total)d points of clauses 4 to 10 that apply")
    title = words % {"total": counts.applicable} + counts.in_place_total.without
    return Chart(result_svg(bar, title, legend), alt=f"{title}. {'; '.join(legend.values())}.")


def _sentences(picture: Picture, plan: tuple[PlanLine, ...]) -> tuple[str, ...]:
    return (_in_place(picture), _gaps(picture), _controls(picture), _rated(picture), _owners(picture, plan))


def _in_place(picture: Picture) -> str:
    counts, rests = picture.clause_counts, picture.clause_grades
    words = ngettext(
        "%(n)d of %(all)d points of clauses 4 to 10%(without)s is in place: %(shown)d with stored evidence, "
        "%(named)d with evidence named in words, %(claimed)d claimed without evidence.",
        "%(n)d of %(all)d points of clauses 4 to 10%(without)s are in place: %(shown)d with stored evidence, "
        "%(named)d with evidence named in words, %(claimed)d claimed without evidence.",
        counts.in_place,
    )
    return words % {
        "n": counts.in_place,
        "all": counts.applicable,
        "without": counts.in_place_total.without,
        "shown": rests.shown,
        "named": rests.named,
        "claimed": rests.claimed,
    }


def _gaps(picture: Picture) -> str:
    counts = picture.clause_counts
    whole = _("Of these points %(partial)d are partial and %(missing)d missing.") % {
        "partial": counts.partial,
        "missing": counts.missing,
    }
    gaps = ngettext(
        "Including controls, definitions and guidance, there is %(n)d gap; requirements to close first: %(first)d.",
        "Including controls, definitions and guidance, there are %(n)d gaps; requirements to close first: %(first)d.",
        len(picture.plan),
    )
    return f"{whole} {gaps % {'n': len(picture.plan), 'first': len(picture.close_first)}}"


def _controls(picture: Picture) -> str:
    counts = picture.control_counts
    words = _(
        "Of %(all)d controls of Annex A in this round%(without)s %(whole)d are in place, %(partial)d partial, "
        "%(missing)d missing."
    )
    return words % {
        "all": counts.applicable,
        "without": counts.in_place_total.without,
        "whole": counts.in_place,
        "partial": counts.partial,
        "missing": counts.missing,
    }


def _rated(picture: Picture) -> str:
    counts = picture.all_points
    if not counts.not_assessed:
        return _("All %(points)s are rated.") % {"points": counts.rated_total.points}
    words = ngettext(
        "%(n)d of %(points)s is not rated yet; the result may change with it.",
        "%(n)d of %(points)s are not rated yet; the result may change with them.",
        counts.not_assessed,
    )
    return words % {"n": counts.not_assessed, "points": counts.rated_total.points}


def _owners(picture: Picture, plan: tuple[PlanLine, ...]) -> str:
    undated = sum(gap.due_on is None for gap in plan)
    last = max((gap.due_on for gap in plan if gap.due_on), default=None)
    ownerless = len(picture.unowned)
    owners = (
        ngettext("%(n)d requirement has no owner", "%(n)d requirements have no owner", ownerless) % {"n": ownerless}
        if ownerless
        else _("Every requirement has an owner")
    )
    dates = ngettext("%(n)d gap has no date", "%(n)d gaps have no date", undated) % {"n": undated}
    if last is None:
        return _("%(owners)s; %(dates)s.") % {"owners": owners, "dates": dates}
    words = _("%(owners)s; %(dates)s; the last date of the plan is %(last)s.")
    return words % {"owners": owners, "dates": dates, "last": day(last)}


def _first_gaps(gaps: tuple[PlanLine, ...]) -> Table:
    columns = (
        Column("severity", _("Severity"), 10),
        Column("reference", _("Reference"), 11, Kind.REFERENCE),
        Column("requirement", _("Requirement"), 24),
        Column("action", _("What to do"), 46),
        Column("owner", _("Owner"), 16),
        Column("due", _("Due"), 12, Kind.DATE),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            str((gap.view.severity or Severity.LOW).label),
            gap.view.point.ref,
            gap.requirement.requirement.title,
            _action(gap),
            gap.owner,
            gap.due_on,
        )
        for gap in gaps
    )
    return Table(caption=_("First gaps of the plan"), columns=columns, rows=rows, empty=_("No gaps."))


def _action(gap: PlanLine) -> str:
    """Return the first line of the action, or what the catalogue says to do, cut to what a first page holds."""
    text = gap.view.found.action.strip().split("\n")[0] or gap.view.point.do or gap.view.point.text
    return text if len(text) <= _LONGEST_ACTION else text[: _LONGEST_ACTION - 1].rstrip() + "…"


def _scope(assessment: GapAssessment, picture: Picture) -> str:
    given = (view.found.judged_by for one in picture.requirements for view in one.points)
    assessors = ", ".join(sorted({name for name in given if name})) or _("no owner")
    words = _(
        "Scope: clauses 4 to 10 and %(controls)d controls of Annex A of %(framework)s, at %(organisation)s. "
        "Assessed by: %(assessors)s."
    )
    return words % {
        "controls": len(picture.controls),
        "framework": assessment.framework.title,
        "organisation": assessment.organisation.name,
        "assessors": assessors,
    }
