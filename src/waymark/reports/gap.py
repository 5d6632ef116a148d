"""The gap assessment in every format: one address and one console command for all of them."""

import json

from waymark.conformity.models.assessment import GapAssessment
from waymark.reports.exports import gap, gap_data
from waymark.reports.writers.formats import Format, write


def export_gap(assessment: GapAssessment, form: Format, *, gaps_only: bool = False) -> bytes:
    """Return a round as a file: a work sheet (XLSX, CSV), a report (PDF, DOCX) or plain data (JSON).

    With `gaps_only` a work sheet or report holds the gaps alone; the data are always whole.
    """
    if form is Format.JSON:
        return json.dumps(gap_data.data(assessment), ensure_ascii=False, indent=2).encode()
    if form in {Format.XLSX, Format.CSV}:
        return write(form, gap.work_sheet(assessment, gaps_only=gaps_only))
    return write(form, gap.report(assessment, gaps_only=gaps_only))


def file_name(assessment: GapAssessment, form: Format, *, gaps_only: bool = False) -> str:
    """Return a plain file name such as `alpha-GA-1.xlsx` or `alpha-GA-1-gaps.xlsx`."""
    gaps = "-gaps" if gaps_only else ""
    return f"{assessment.organisation.slug}-{assessment.reference}{gaps}.{form.extension}"
