"""What a PDF of a round could not print, said before it is downloaded."""

from django.utils.translation import gettext as _

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Picture
from waymark.reports.exports.gap import report
from waymark.reports.writers.typesetting import characters_without_font
from waymark.reports.writers.unprintable import unprintable_line


def printing_note(assessment: GapAssessment, picture: Picture) -> str:
    """Return which characters of a round no font has, and where; nothing, and no query, where fonts have them all."""
    texts = [assessment.title, assessment.organisation.name, assessment.incomplete_reason]
    texts += [text for _label, text in assessment.report_text]
    for one in picture.requirements:
        texts += (one.assignment.owner, one.assignment.exclusion)
        for view in one.points:
            texts += (view.found.finding, view.found.evidence, view.found.action, view.found.judged_by)
    lacking = characters_without_font("".join(texts))
    if not lacking:
        return ""
    return _("PDF: %(note)s") % {"note": unprintable_line(report(assessment), lacking)}
