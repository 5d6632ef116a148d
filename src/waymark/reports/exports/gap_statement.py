"""What a report of a round states about itself: what people wrote, by which criteria, who judged, who closed."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.report_text import REPORT_TEXT
from waymark.conformity.picture import Picture
from waymark.conformity.scale import CLOSE_FIRST_RULE
from waymark.core.dates import day
from waymark.reports.paper import Block, Bullets, Column, Heading, Table


def statement(assessment: GapAssessment, picture: Picture) -> list[Block]:
    """Return the statement as a table, and the words of the report explained; what nobody wrote is not stated."""
    columns = (Column("item", _("Item"), 22), Column("text", _("Statement"), 110))
    rows = (
        (_("Organisation"), _organisation(assessment)),
        *((label, text or _("Not stated")) for label, text in assessment.report_text[:-1]),
        (_("Criteria"), _criteria(assessment, picture)),
        (_("Controls left out"), _left_out(assessment, picture)),
        (_("Rated by"), _judges(picture)),
        (_("Closed by"), _closer(assessment)),
        *((label, text or _("Not stated")) for label, text in assessment.report_text[-1:]),
    )
    title = _("About this assessment")
    table = Table(caption=_("Objective, criteria, method and conclusion"), columns=columns, rows=rows)
    return [Heading(title, on_new_page=True), table, Heading(_("Words used"), level=2), Bullets(_definitions())]


def plain_statement(assessment: GapAssessment, picture: Picture) -> dict[str, Any]:
    """Return the same as plain data; None for what nobody wrote."""
    return {
        **{name: getattr(assessment, name) for name in REPORT_TEXT},
        "criteria": _criteria(assessment, picture),
        "rated_by": dict(_given(picture)),
        "closed_by": assessment.closed_by.name if assessment.closed_by else None,
    }


def _organisation(assessment: GapAssessment) -> str:
    organisation = assessment.organisation
    return f"{organisation.name}. {organisation.about}" if organisation.about else organisation.name


def _criteria(assessment: GapAssessment, picture: Picture) -> str:
    tree = picture.outline
    words = _("%(title)s, %(name)s (%(edition)s): clauses 4 to 10, and %(n)d of %(all)d controls of Annex A.")
    return words % {
        "title": assessment.framework.title,
        "name": tree.name,
        "edition": tree.edition,
        "n": len(picture.controls),
        "all": len(tree.controls),
    }


def _left_out(assessment: GapAssessment, picture: Picture) -> str:
    outside = [one.ref for one in picture.outline.controls if not assessment.covers(one)]
    parts = []
    if outside:
        parts.append(_("not selected for this round: %(refs)s") % {"refs": ", ".join(outside)})
    if excluded := [one.ref for one in picture.controls if one.excluded]:
        parts.append(_("not applicable: %(refs)s") % {"refs": ", ".join(excluded)})
    return "; ".join(parts) or _("None")


def _given(picture: Picture) -> list[tuple[str, int]]:
    given = Counter(view.found.judged_by for one in picture.requirements for view in one.points)
    return sorted((name, count) for name, count in given.items() if name)


def _judges(picture: Picture) -> str:
    days = [view.found.judged_on for one in picture.requirements for view in one.points if view.found.judged_on]
    names = [
        ngettext("%(name)s (%(n)d point)", "%(name)s (%(n)d points)", count) % {"name": name, "n": count}
        for name, count in _given(picture)
    ]
    if not names:
        return _("Not stated")
    first, last = min(days), max(days)
    span = day(first) if first == last else f"{day(first)} – {day(last)}"
    return _("%(names)s; verdicts of %(days)s") % {"names": ", ".join(names), "days": span}


def _closer(assessment: GapAssessment) -> str:
    if assessment.closed_on is None:
        return _("Not closed: this is a draft.")
    name = assessment.closed_by.name if assessment.closed_by else _("Console")
    return _("%(name)s on %(day)s") % {"name": name, "day": day(assessment.closed_on)}


def _definitions() -> tuple[str, ...]:
    return (
        _("In place: the point is met, and something shows it. Partial: part of it is. Missing: none of it is."),
        _("Not applicable: a control that is left out as a whole, for a stated reason. Clauses 4 to 10 always apply."),
        _("Shown: in place, with evidence that is kept. Named: in words only. Claimed: without any evidence."),
        str(CLOSE_FIRST_RULE),
        _("Readiness: share of clause points, partial counts half. It foretells no decision."),
        _("Guidance and definitions of the catalogue count for no figure."),
    )
