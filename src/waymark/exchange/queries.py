"""Imports as the pages need them."""

from waymark.conformity.models.assessment import GapAssessment
from waymark.exchange.models import SheetImport
from waymark.people.models.organisation import Organisation


def imports_into(assessment: GapAssessment) -> list[SheetImport]:
    """Return the newest ten imports into a round, without what their files said. One query."""
    brought = SheetImport.objects.of(assessment.organisation).into(assessment).light()
    return list(brought.select_related("brought_by").newest_first()[:10])


def import_into(assessment: GapAssessment, number: int) -> SheetImport | None:
    """Return one import into a round, or None. One query."""
    brought = SheetImport.objects.of(assessment.organisation).into(assessment).numbered(number).first()
    if brought is not None:
        brought.assessment, brought.organisation = assessment, assessment.organisation
    return brought


def round_numbered(organisation: Organisation, number: int) -> GapAssessment | None:
    """Return one round of an organisation, or None. One query."""
    assessment = GapAssessment.objects.of(organisation).numbered(number).first()
    if assessment is not None:
        assessment.organisation = organisation
    return assessment
